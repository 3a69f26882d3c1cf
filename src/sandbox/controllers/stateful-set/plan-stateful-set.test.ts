import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { KubeObject } from "../../../kube/index.ts";
import { planStatefulSet } from "./plan-stateful-set.ts";

function revision(name: string): KubeObject {
  return {
    apiVersion: "apps/v1",
    kind: "ControllerRevision",
    metadata: { name },
    data: { spec: { template: { metadata: { labels: { app: "db" } }, spec: { containers: [{ name: "db", image: name }] }, $patch: "replace" } } },
  };
}

type State = "ready" | "unready" | "terminating" | "failed";

function pod(ordinal: number, state: State, revisionName = "new"): KubeObject {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: `db-${ordinal}`, labels: { "controller-revision-hash": revisionName }, ...(state === "terminating" ? { deletionTimestamp: "x" } : {}) },
    status: { phase: state === "failed" ? "Failed" : "Running", conditions: [{ type: "Ready", status: state === "ready" ? "True" : "False" }] },
  };
}

function statefulSet(spec: object): KubeObject {
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: "db", namespace: "shop", uid: "s", generation: 3 },
    spec: { replicas: 3, serviceName: "db", updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 0 } }, ...spec },
  };
}

function summarize(spec: object, pods: readonly KubeObject[]): readonly string[] {
  const plan = planStatefulSet(statefulSet(spec), { pods, current: revision("old"), update: revision("new"), nowMs: 0 });
  return plan.actions.map((action) =>
    action.kind === "create" ? `create ${action.pod.metadata.name} ${action.pod.metadata.labels?.["controller-revision-hash"]}` : `delete ${action.pod.metadata.name}`,
  );
}

describe("planStatefulSet", () => {
  const parallel = { podManagementPolicy: "Parallel" };
  const cases = [
    { name: "the first pod alone", spec: {}, pods: [], want: ["create db-0 new"] },
    { name: "the next only when the one below is ready", spec: {}, pods: [pod(0, "unready")], want: [] },
    { name: "then the next", spec: {}, pods: [pod(0, "ready")], want: ["create db-1 new"] },
    { name: "parallel: all at once", spec: parallel, pods: [pod(1, "unready")], want: ["create db-0 new", "create db-2 new"] },
    { name: "a failed pod is replaced", spec: {}, pods: [pod(0, "failed"), pod(1, "ready")], want: ["delete db-0"] },
    { name: "scale down from the top", spec: { replicas: 1 }, pods: [pod(0, "ready"), pod(1, "ready"), pod(2, "ready")], want: ["delete db-2"] },
    { name: "scale down waits for the one that goes", spec: { replicas: 1 }, pods: [pod(0, "ready"), pod(1, "ready"), pod(2, "terminating")], want: [] },
    { name: "update from the top", spec: {}, pods: [pod(0, "ready", "old"), pod(1, "ready", "old"), pod(2, "ready", "old")], want: ["delete db-2"] },
    { name: "update waits for the new pod", spec: {}, pods: [pod(0, "ready", "old"), pod(1, "ready", "old"), pod(2, "unready")], want: [] },
    {
      name: "update stops at the partition",
      spec: { updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 2 } } },
      pods: [pod(0, "ready", "old"), pod(1, "ready", "old"), pod(2, "ready")],
      want: [],
    },
    {
      name: "below the partition the old revision comes back",
      spec: { updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 2 } } },
      pods: [pod(1, "ready", "old"), pod(2, "ready")],
      want: ["create db-0 old"],
    },
    {
      name: "OnDelete leaves old pods alone",
      spec: { updateStrategy: { type: "OnDelete" } },
      pods: [pod(0, "ready", "old"), pod(1, "ready", "old"), pod(2, "ready", "old")],
      want: [],
    },
  ];
  for (const { name, spec, pods, want } of cases) test(name, () => assert.deepEqual(summarize(spec, pods), want));

  test("the current revision follows when all pods are updated and ready", () => {
    const status = (pods: readonly KubeObject[]) => planStatefulSet(statefulSet({}), { pods, current: revision("old"), update: revision("new"), nowMs: 0 }).status;
    const common = { observedGeneration: 3, replicas: 3, updateRevision: "new", collisionCount: 0 };
    assert.deepEqual(status([pod(0, "ready", "old"), pod(1, "ready"), pod(2, "unready")]), {
      ...common,
      readyReplicas: 2,
      availableReplicas: 2,
      currentReplicas: 1,
      updatedReplicas: 2,
      currentRevision: "old",
    });
    assert.deepEqual(status([pod(0, "ready"), pod(1, "ready"), pod(2, "ready")]), {
      ...common,
      readyReplicas: 3,
      availableReplicas: 3,
      currentReplicas: 3,
      updatedReplicas: 3,
      currentRevision: "new",
    });
  });

  test("a pod carries its ordinal in name, labels, host name and claims", () => {
    const volumeClaimTemplates = [{ metadata: { name: "data", labels: { own: "1" } }, spec: { accessModes: ["ReadWriteOnce"] } }];
    const set = statefulSet({ volumeClaimTemplates, selector: { matchLabels: { app: "db" } } });
    const [action] = planStatefulSet(set, { pods: [], current: revision("new"), update: revision("new"), nowMs: 0 }).actions;
    assert.ok(action?.kind === "create");
    assert.deepEqual(action.pod.metadata.labels, {
      app: "db",
      "controller-revision-hash": "new",
      "statefulset.kubernetes.io/pod-name": "db-0",
      "apps.kubernetes.io/pod-index": "0",
    });
    assert.deepEqual(action.pod["spec"], {
      containers: [{ name: "db", image: "new" }],
      hostname: "db-0",
      subdomain: "db",
      volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data-db-0" } }],
    });
    assert.deepEqual(action.claims, [
      {
        apiVersion: "v1",
        kind: "PersistentVolumeClaim",
        metadata: { name: "data-db-0", namespace: "shop", labels: { own: "1", app: "db" } },
        spec: { accessModes: ["ReadWriteOnce"] },
      },
    ]);
  });
});
