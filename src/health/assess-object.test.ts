import { deepEqual } from "node:assert/strict";
import { describe, test } from "node:test";
import type { HealthStatus } from "../api/index.ts";
import { assessObject } from "./assess-object.ts";

interface Case {
  readonly name: string;
  readonly metadata?: object;
  readonly spec?: unknown;
  readonly status?: unknown;
  readonly want: HealthStatus | undefined;
}

const healthy = { status: "Healthy" } as const;
const condition = (type: string, status: string, parts: object = {}) => ({ conditions: [{ type, status, ...parts }] });

const deployments: Case[] = [
  { name: "paused", spec: { paused: true }, want: { status: "Suspended", message: "Deployment is paused" } },
  {
    name: "not observed",
    metadata: { generation: 2 },
    status: { observedGeneration: 1 },
    want: { status: "Progressing", message: "Waiting for rollout to finish: observed deployment generation less than desired generation" },
  },
  {
    name: "deadline",
    status: condition("Progressing", "False", { reason: "ProgressDeadlineExceeded" }),
    want: { status: "Degraded", message: 'Deployment "web" exceeded its progress deadline' },
  },
  {
    name: "updating",
    spec: { replicas: 3 },
    status: { updatedReplicas: 1, replicas: 3 },
    want: { status: "Progressing", message: "Waiting for rollout to finish: 1 out of 3 new replicas have been updated" },
  },
  {
    name: "old ones left",
    spec: { replicas: 1 },
    status: { updatedReplicas: 1, replicas: 2 },
    want: { status: "Progressing", message: "Waiting for rollout to finish: 1 old replicas are pending termination" },
  },
  {
    name: "not available",
    spec: { replicas: 1 },
    status: { updatedReplicas: 1, replicas: 1 },
    want: { status: "Progressing", message: "Waiting for rollout to finish: 0 of 1 updated replicas are available" },
  },
  { name: "done", metadata: { generation: 1 }, spec: { replicas: 1 }, status: { observedGeneration: 1, updatedReplicas: 1, replicas: 1, availableReplicas: 1 }, want: healthy },
  { name: "scaled to zero", metadata: { generation: 1 }, spec: { replicas: 0 }, status: { observedGeneration: 1 }, want: healthy },
  { name: "being deleted", metadata: { deletionTimestamp: "2026-01-01T00:00:00Z" }, want: { status: "Progressing", message: "Pending deletion" } },
];

const statefulSets: Case[] = [
  { name: "not observed", want: { status: "Progressing", message: "Waiting for statefulset spec update to be observed" } },
  { name: "not ready", spec: { replicas: 3 }, status: { observedGeneration: 1, readyReplicas: 1 }, want: { status: "Progressing", message: "Waiting for 2 pods to be ready" } },
  {
    name: "partition",
    spec: { replicas: 3, updateStrategy: { rollingUpdate: { partition: 1 } } },
    status: { observedGeneration: 1, readyReplicas: 3, updatedReplicas: 2, updateRevision: "b", currentRevision: "a" },
    want: healthy,
  },
  {
    name: "rolling",
    spec: { replicas: 1 },
    status: { observedGeneration: 1, readyReplicas: 1, updatedReplicas: 0, updateRevision: "b", currentRevision: "a" },
    want: { status: "Progressing", message: "Waiting for statefulset rolling update to complete: 0 pods at revision b" },
  },
  { name: "on delete", spec: { replicas: 1, updateStrategy: { type: "OnDelete" } }, status: { observedGeneration: 1, readyReplicas: 1, updateRevision: "b" }, want: healthy },
];

const daemonSets: Case[] = [
  { name: "no nodes", status: { observedGeneration: 0 }, want: healthy },
  {
    name: "not available",
    status: { desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 1 },
    want: { status: "Progressing", message: "Waiting for rollout to finish: 1 of 2 updated pods are available" },
  },
];

const pods: Case[] = [
  {
    name: "image not found",
    status: { phase: "Pending", containerStatuses: [{ name: "app", state: { waiting: { reason: "ImagePullBackOff", message: 'Back-off pulling image "x"' } } }] },
    want: { status: "Degraded", message: 'Back-off pulling image "x"' },
  },
  { name: "ready", status: { phase: "Running", ...condition("Ready", "True") }, want: healthy },
  {
    name: "restarting",
    status: { phase: "Running", ...condition("Ready", "False"), containerStatuses: [{ name: "app", lastState: { terminated: { exitCode: 1 } } }] },
    want: { status: "Degraded", message: 'container "app" failed with exit code 1' },
  },
  { name: "a run to completion", spec: { restartPolicy: "Never" }, status: { phase: "Running", ...condition("Ready", "True") }, want: { status: "Progressing" } },
  {
    name: "failed",
    spec: { restartPolicy: "Never" },
    status: { phase: "Failed", containerStatuses: [{ name: "app", state: { terminated: { reason: "OOMKilled", exitCode: 137 } } }] },
    want: { status: "Degraded", message: 'container "app" was OOMKilled' },
  },
];

const jobs: Case[] = [
  { name: "new", want: { status: "Progressing" } },
  { name: "complete", status: condition("Complete", "True"), want: healthy },
  { name: "failed", status: condition("Failed", "True", { message: "too many retries" }), want: { status: "Degraded", message: "too many retries" } },
];

const cronJobs: Case[] = [
  { name: "no status", want: { status: "Progressing", message: "Waiting for the cron job controller" } },
  { name: "never ran", status: {}, want: healthy },
  {
    name: "last run failed",
    status: { lastScheduleTime: "2026-01-02T00:00:00Z", lastSuccessfulTime: "2026-01-01T00:00:00Z" },
    want: { status: "Degraded", message: "The last run did not succeed" },
  },
  { name: "suspended", spec: { suspend: true }, status: { lastScheduleTime: "2026-01-02T00:00:00Z", lastSuccessfulTime: "2026-01-01T00:00:00Z" }, want: healthy },
];

const others: readonly [string, string, readonly Case[]][] = [
  [
    "v1",
    "Service",
    [
      { name: "cluster IP", want: healthy },
      { name: "no address", spec: { type: "LoadBalancer" }, want: { status: "Progressing", message: "Waiting for the load balancer to get an address" } },
    ],
  ],
  ["networking.k8s.io/v1", "Ingress", [{ name: "address", status: { loadBalancer: { ingress: [{ ip: "10.0.0.1" }] } }, want: healthy }]],
  [
    "v1",
    "PersistentVolumeClaim",
    [
      { name: "bound", status: { phase: "Bound" }, want: healthy },
      { name: "pending", status: { phase: "Pending" }, want: { status: "Progressing", message: "Waiting for a volume" } },
    ],
  ],
  [
    "autoscaling/v2",
    "HorizontalPodAutoscaler",
    [
      { name: "works", status: condition("AbleToScale", "True"), want: healthy },
      { name: "no metrics", status: condition("ScalingActive", "False", { reason: "FailedGetResourceMetric", message: "none" }), want: { status: "Degraded", message: "none" } },
    ],
  ],
  ["apiextensions.k8s.io/v1", "CustomResourceDefinition", [{ name: "established", status: condition("Established", "True"), want: healthy }]],
  ["apiregistration.k8s.io/v1", "APIService", [{ name: "new", want: { status: "Progressing", message: "Waiting to be processed" } }]],
  ["policy/v1", "PodDisruptionBudget", [{ name: "too few pods", status: condition("DisruptionAllowed", "False", { reason: "InsufficientPods" }), want: healthy }]],
  [
    "bitnami.com/v1alpha1",
    "SealedSecret",
    [
      { name: "new", metadata: { generation: 1 }, want: { status: "Progressing", message: "Waiting for the SealedSecret to be unsealed" } },
      { name: "unsealed", metadata: { generation: 2 }, status: { observedGeneration: 2, ...condition("Synced", "True") }, want: healthy },
      {
        name: "an older generation was unsealed",
        metadata: { generation: 2 },
        status: { observedGeneration: 1, ...condition("Synced", "True") },
        want: { status: "Progressing", message: "Waiting for the SealedSecret to be unsealed" },
      },
      {
        name: "an older generation failed",
        metadata: { generation: 2 },
        status: { observedGeneration: 1, ...condition("Synced", "False", { message: "x" }) },
        want: { status: "Progressing", message: "Waiting for the SealedSecret to be unsealed" },
      },
    ],
  ],
  ["v1", "ConfigMap", [{ name: "has no health", want: undefined }]],
];

const suites: readonly [string, string, readonly Case[]][] = [
  ["apps/v1", "Deployment", deployments],
  ["apps/v1", "StatefulSet", statefulSets],
  ["apps/v1", "DaemonSet", daemonSets],
  ["v1", "Pod", pods],
  ["batch/v1", "Job", jobs],
  ["batch/v1", "CronJob", cronJobs],
  ...others,
];

for (const [apiVersion, kind, cases] of suites) {
  describe(kind, () => {
    for (const { name, metadata, spec, status, want } of cases) {
      test(name, () => deepEqual(assessObject({ apiVersion, kind, metadata: { name: "web", ...metadata }, spec, status }), want));
    }
  });
}
