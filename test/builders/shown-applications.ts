import type { Application, ManagedResource, ResourceResult, ResourceStatus, ResourceTree } from "../../src/api/index.ts";
import { buildApplication } from "./application.ts";

const revision = "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d";
const deployedAt = "2026-01-02T03:04:05Z";
const deployment = { group: "apps", version: "v1", kind: "Deployment", namespace: "shop", name: "web" };
const service = { group: "", version: "v1", kind: "Service", namespace: "shop", name: "web" };
const migration = { group: "batch", version: "v1", kind: "Job", namespace: "shop", name: "migrate" };

const resources: readonly ResourceStatus[] = [
  { ...service, status: "Synced", health: { status: "Healthy" } },
  { ...deployment, status: "Synced", health: { status: "Healthy" } },
];
const results: readonly ResourceResult[] = [
  { ...service, status: "Synced", message: "service/web unchanged", syncPhase: "Sync" },
  { ...deployment, status: "Synced", message: "deployment.apps/web configured", syncPhase: "Sync" },
  { ...migration, status: "Synced", message: "Reached expected number of succeeded pods", hookType: "PreSync", hookPhase: "Succeeded", syncPhase: "PreSync" },
];

/** Everything Synced and Healthy after an automated sync; two deployments. */
export function buildHealthyApplication(): Application {
  return buildApplication({
    status: {
      sync: { status: "Synced", revision },
      health: { status: "Healthy" },
      resources,
      history: [
        { id: 0, revision: "0000000", deployedAt: "2026-01-01T00:00:00Z", initiatedBy: { username: "ada" } },
        { id: 1, revision, deployedAt, initiatedBy: { automated: true } },
      ],
      operationState: {
        operation: { sync: { revision }, initiatedBy: { automated: true } },
        phase: "Succeeded",
        message: "successfully synced (all tasks run)",
        startedAt: "2026-01-02T03:04:00Z",
        finishedAt: deployedAt,
        syncResult: { revision, resources: results },
      },
    },
  });
}

/** Out of sync, with a rendering error, and manual. */
export function buildBrokenApplication(): Application {
  return buildApplication({
    name: "samba-ad",
    spec: { syncPolicy: {}, project: "infra" },
    status: {
      sync: { status: "OutOfSync", revision },
      health: { status: "Degraded", message: "Caused by apps/Deployment:shop/web" },
      conditions: [{ type: "ComparisonError", message: 'Cannot parse "apps/samba-ad/bad.yaml:3:1": unexpected end', lastTransitionTime: deployedAt }],
      resources: [{ ...deployment, status: "OutOfSync", health: { status: "Degraded", message: "Back-off pulling image" }, requiresPruning: true }],
    },
  });
}

/** A changed Secret, one to create, one to prune, one equal, and a hook. */
export function buildManagedResources(): readonly ManagedResource[] {
  const configMap = (name: string, data: object) => JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: "shop" }, data });
  const secret = (value: string) => JSON.stringify({ apiVersion: "v1", kind: "Secret", metadata: { name: "keys", namespace: "shop" }, data: { token: value } });
  const item = { group: "", version: "v1", kind: "ConfigMap", namespace: "shop" };
  const states = (liveState: string, targetState: string) => ({ liveState, targetState, normalizedLiveState: liveState, predictedLiveState: targetState });
  return [
    { ...item, kind: "Secret", name: "keys", ...states(secret("++++++++"), secret("+++++++++")), modified: true },
    { ...item, name: "new", ...states("null", configMap("new", { a: "1" })), modified: true },
    { ...item, name: "old", ...states(configMap("old", { a: "1" }), "null"), modified: true },
    { ...item, name: "same", ...states(configMap("same", {}), configMap("same", {})), modified: false },
    { ...item, group: "batch", kind: "Job", name: "migrate", ...states("null", "{}"), modified: true, hook: true },
  ];
}

/** A Deployment with two Pods, a Service, and a ConfigMap that is nobody's. */
export function buildResourceTree(): ResourceTree {
  const ref = (kind: string, name: string) => ({ kind, namespace: "shop", name, uid: `${kind}-${name}`, version: "v1" });
  const parent = (kind: string, name: string) => ({ parentRefs: [ref(kind, name)] });
  const createdAt = "2026-01-02T03:04:05Z";
  return {
    nodes: [
      { ...ref("Service", "web"), createdAt, health: { status: "Healthy" } },
      { ...ref("Deployment", "web"), group: "apps", createdAt, health: { status: "Progressing", message: "1 of 2 replicas are ready" } },
      { ...ref("ReplicaSet", "web-6f"), group: "apps", ...parent("Deployment", "web"), createdAt },
      { ...ref("Pod", "web-1"), ...parent("ReplicaSet", "web-6f"), createdAt: "2026-01-03T01:00:00Z", health: { status: "Healthy" } },
      { ...ref("Pod", "web-2"), ...parent("ReplicaSet", "web-6f"), createdAt: "2026-01-03T03:03:00Z", health: { status: "Degraded", message: "Back-off pulling image" } },
      { ...ref("ReplicaSet", "web-5e"), group: "apps", ...parent("Deployment", "web"), createdAt },
    ],
    orphanedNodes: [{ ...ref("ConfigMap", "left-over"), createdAt }],
  };
}
