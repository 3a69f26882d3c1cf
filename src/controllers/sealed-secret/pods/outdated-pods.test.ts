import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import type { KubeObject } from "../../../kube/index.ts";
import { describeOutdatedPods } from "./describe-outdated-pods.ts";
import { findOutdatedPods, type OutdatedPod } from "./find-outdated-pods.ts";
import { readSecretUses, type SecretUse } from "./read-secret-uses.ts";

const startedAt = "2026-01-01T00:00:00Z";
const running = { running: { startedAt } };
const pod = (spec: object, status: object = { containerStatuses: [{ name: "web", state: running }] }): KubeObject => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "web-1", namespace: "shop" },
  spec,
  status,
});
const web = (parts: object) => [{ name: "web", ...parts }];
const use = (...secrets: readonly string[]): readonly SecretUse[] => [{ container: "web", secrets, startedAt }];
const volumes = [
  { name: "folder", secret: { secretName: "db" } },
  { name: "mixed", projected: { sources: [{ configMap: { name: "c" } }, { secret: { name: "tls" } }] } },
];

const cases: readonly { readonly name: string; readonly pod: KubeObject; readonly want: readonly SecretUse[] }[] = [
  { name: "nothing", pod: pod({ containers: web({ env: [{ name: "A", value: "1" }] }) }), want: [] },
  {
    name: "variables",
    pod: pod({
      containers: web({
        env: [
          { name: "A", valueFrom: { secretKeyRef: { name: "db", key: "a" } } },
          { name: "B", valueFrom: { secretKeyRef: { name: "db", key: "b" } } },
        ],
      }),
    }),
    want: use("db"),
  },
  { name: "all variables", pod: pod({ containers: web({ envFrom: [{ configMapRef: { name: "c" } }, { secretRef: { name: "db" } }] }) }), want: use("db") },
  { name: "a folder follows by itself", pod: pod({ containers: web({ volumeMounts: [{ name: "folder", mountPath: "/a" }] }), volumes }), want: [] },
  {
    name: "single files do not",
    pod: pod({
      containers: web({
        volumeMounts: [
          { name: "folder", mountPath: "/a", subPath: "a" },
          { name: "mixed", mountPath: "/b", subPathExpr: "$(NAME)" },
        ],
      }),
      volumes,
    }),
    want: use("db", "tls"),
  },
  { name: "not running", pod: pod({ containers: web({ envFrom: [{ secretRef: { name: "db" } }] }) }, { containerStatuses: [{ name: "web", state: { waiting: {} } }] }), want: [] },
  {
    name: "a sidecar",
    pod: pod({ initContainers: web({ envFrom: [{ secretRef: { name: "db" } }] }), containers: [{ name: "other" }] }, { initContainerStatuses: [{ name: "web", state: running }] }),
    want: use("db"),
  },
];

for (const { name, pod, want } of cases) test(`secrets read at start: ${name}`, () => deepEqual(readSecretUses(pod), want));

test("outdated are pods with a container from before, and each knows what restarts it", () => {
  const owned = (name: string, owner: object, labels = {}): KubeObject => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "shop", labels, ownerReferences: [{ apiVersion: "apps/v1", kind: "", name: "", uid: "u", controller: true, ...owner }] },
  });
  const old = use("db");
  const fresh = [{ container: "web", secrets: ["db"], startedAt: "2026-01-01T00:00:05Z" }];
  const users = [
    { pod: owned("web-7d4-x", { kind: "ReplicaSet", name: "web-7d4" }, { "pod-template-hash": "7d4" }), uses: old },
    { pod: owned("db-0", { kind: "StatefulSet", name: "db" }), uses: [...fresh, ...old] },
    { pod: owned("agent-y", { kind: "DaemonSet", name: "agent" }), uses: fresh },
    { pod: owned("bare-z", { kind: "ReplicaSet", name: "bare" }), uses: old },
    { pod: owned("job-q", { apiVersion: "batch/v1", kind: "Job", name: "job" }), uses: old },
  ];
  deepEqual(findOutdatedPods(users, "2026-01-01T00:00:05Z"), [
    { name: "bare-z" },
    { name: "db-0", workload: { kind: "StatefulSet", name: "db" } },
    { name: "job-q" },
    { name: "web-7d4-x", workload: { kind: "Deployment", name: "web" } },
  ]);
});

test("the message names pods and the way out", () => {
  const context = { secret: { namespace: "shop", name: "db" }, since: startedAt, restarting: new Set<string>() };
  const workload = { kind: "Deployment", name: "web" } as const;
  const one: OutdatedPod = { name: "web-1", workload };
  equal(describeOutdatedPods([], context), "");
  equal(
    describeOutdatedPods([one], context),
    "1 pod still runs with the value from before 2026-01-01T00:00:00Z: web-1; restart: kubectl rollout restart --namespace shop deployment/web",
  );
  equal(
    describeOutdatedPods([one, { name: "x" }], { ...context, restarting: new Set(["deployment/web"]) }),
    "2 pods still run with the value from before 2026-01-01T00:00:00Z: web-1, x; being restarted: deployment/web; delete to have made anew: x",
  );
  const many = Array.from({ length: 12 }, (_item, index): OutdatedPod => ({ name: `web-${index}`, workload }));
  equal(
    describeOutdatedPods(many, context),
    "12 pods still run with the value from before 2026-01-01T00:00:00Z: web-0, web-1, web-2, web-3, web-4, web-5, web-6, web-7, web-8, web-9, and 2 more; " +
      "restart: kubectl rollout restart --namespace shop deployment/web",
  );
});
