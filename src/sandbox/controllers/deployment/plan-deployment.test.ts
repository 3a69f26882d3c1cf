import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { KubeObject } from "../../../kube/index.ts";
import { type DeploymentAction, type DeploymentPlan, planDeployment } from "./plan-deployment.ts";
import { withHash } from "./rollout.ts";

const nowMs = Date.parse("2026-01-01T00:10:00Z");

function template(image: string): Readonly<Record<string, unknown>> {
  return { metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "web", image }] } };
}

function deployment(image: string, spec: object = {}, status: object = {}): KubeObject {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web", namespace: "shop", uid: "d", generation: 2 },
    spec: {
      replicas: 3,
      progressDeadlineSeconds: 600,
      selector: { matchLabels: { app: "web" } },
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" } },
      template: template(image),
      ...spec,
    },
    status,
  };
}

interface Size {
  readonly spec: number;
  readonly created?: number;
  readonly available?: number;
  readonly desired?: number;
}

function replicaSet(image: string, revision: number, { spec, created = spec, available = created, desired = 3 }: Size): KubeObject {
  return {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: {
      name: `web-${image}`,
      namespace: "shop",
      uid: image,
      creationTimestamp: `2026-01-01T00:0${revision}:00Z`,
      annotations: {
        "deployment.kubernetes.io/revision": String(revision),
        "deployment.kubernetes.io/desired-replicas": String(desired),
        "deployment.kubernetes.io/max-replicas": String(desired + 1),
      },
    },
    spec: { replicas: spec, template: withHash(template(image), image) },
    status: { replicas: created, readyReplicas: available, availableReplicas: available },
  };
}

function summarize(actions: readonly DeploymentAction[]): readonly string[] {
  return actions.map((action) => {
    if (action.kind === "create") return `create ${String((action.replicaSet["spec"] as { replicas: number }).replicas)}`;
    return action.kind === "scale" ? `${action.replicaSet.metadata.name} ${action.from}→${action.to}` : `${action.kind} ${action.replicaSet.metadata.name}`;
  });
}

function progressing(plan: DeploymentPlan): unknown {
  const conditions = plan.status["conditions"] as readonly { type: string; status: string; reason: string }[];
  const found = conditions.find((condition) => condition.type === "Progressing");
  return found === undefined ? undefined : `${found.status} ${found.reason}`;
}

describe("planDeployment", () => {
  const cases = [
    { name: "first ReplicaSet", of: deployment("a"), sets: [], want: ["create 3"], revision: "1" },
    { name: "new template: surge first", of: deployment("b"), sets: [replicaSet("a", 1, { spec: 3 })], want: ["create 1"], revision: "2" },
    { name: "new pod not ready: wait", of: deployment("b"), sets: [replicaSet("a", 1, { spec: 3 }), replicaSet("b", 2, { spec: 1, available: 0 })], want: [], revision: "2" },
    { name: "new pod ready: old one goes", of: deployment("b"), sets: [replicaSet("a", 1, { spec: 3 }), replicaSet("b", 2, { spec: 1 })], want: ["web-a 3→2"], revision: "2" },
    { name: "room again: next new one", of: deployment("b"), sets: [replicaSet("a", 1, { spec: 2 }), replicaSet("b", 2, { spec: 1 })], want: ["web-b 1→2"], revision: "2" },
    {
      name: "broken old pods go without waiting",
      of: deployment("c"),
      sets: [replicaSet("a", 1, { spec: 3 }), replicaSet("b", 2, { spec: 1, available: 0 })],
      want: ["create 0"],
      revision: "3",
    },
    {
      name: "broken old pod makes room",
      of: deployment("c"),
      sets: [replicaSet("a", 1, { spec: 3 }), replicaSet("b", 2, { spec: 1, available: 0 }), replicaSet("c", 3, { spec: 0 })],
      want: ["web-b 1→0"],
      revision: "3",
    },
    {
      name: "rollback: the old set gets a new number",
      of: deployment("a"),
      sets: [replicaSet("a", 1, { spec: 0 }), replicaSet("b", 2, { spec: 3 })],
      want: ["annotateReplicaSet web-a"],
      revision: "3",
    },
    { name: "scaled while idle", of: deployment("a", { replicas: 5 }), sets: [replicaSet("a", 1, { spec: 3 })], want: ["web-a 3→5"], revision: "1" },
    {
      name: "scaled during a rollout: shared by size",
      of: deployment("b", { replicas: 6 }),
      sets: [replicaSet("a", 1, { spec: 3 }), replicaSet("b", 2, { spec: 1, available: 0 })],
      want: ["web-a 3→6", "web-b 1→2"],
      revision: "2",
    },
    { name: "paused: no new template", of: deployment("b", { paused: true }), sets: [replicaSet("a", 1, { spec: 3 })], want: [], revision: undefined },
    {
      name: "history beyond the limit goes",
      of: deployment("c", { revisionHistoryLimit: 1 }),
      sets: [replicaSet("a", 1, { spec: 0 }), replicaSet("b", 2, { spec: 0 }), replicaSet("c", 3, { spec: 3 })],
      want: ["delete web-a"],
      revision: "3",
    },
    {
      name: "recreate: old ones first",
      of: deployment("b", { strategy: { type: "Recreate" } }),
      sets: [replicaSet("a", 1, { spec: 3 })],
      oldPods: 3,
      want: ["web-a 3→0"],
      revision: undefined,
    },
    {
      name: "recreate: waits for the last pod",
      of: deployment("b", { strategy: { type: "Recreate" } }),
      sets: [replicaSet("a", 1, { spec: 0 })],
      oldPods: 1,
      want: [],
      revision: undefined,
    },
    { name: "recreate: then all at once", of: deployment("b", { strategy: { type: "Recreate" } }), sets: [replicaSet("a", 1, { spec: 0 })], want: ["create 3"], revision: "2" },
  ];
  for (const { name, of, sets, oldPods = 0, want, revision } of cases) {
    test(name, () => {
      const plan = planDeployment(of, { replicaSets: sets, oldPods, nowMs });
      assert.deepEqual({ actions: summarize(plan.actions), revision: plan.revision }, { actions: want, revision });
    });
  }
});

describe("status of a Deployment", () => {
  const since = (seconds: number, reason: string) => [
    { type: "Progressing", status: "True", reason, message: "", lastUpdateTime: new Date(nowMs - seconds * 1000).toISOString(), lastTransitionTime: "x" },
  ];
  const stuck = [replicaSet("a", 1, { spec: 3 }), replicaSet("b", 2, { spec: 1, available: 0 })];
  const counts = { replicas: 4, updatedReplicas: 1, readyReplicas: 3, availableReplicas: 3 };
  const cases = [
    { name: "creates a set", of: deployment("a"), sets: [], want: "True NewReplicaSetCreated" },
    { name: "moves on", of: deployment("b", {}, { ...counts, availableReplicas: 2, conditions: since(60, "NewReplicaSetCreated") }), sets: stuck, want: "True ReplicaSetUpdated" },
    { name: "stands still, in time", of: deployment("b", {}, { ...counts, conditions: since(60, "ReplicaSetUpdated") }), sets: stuck, want: "True ReplicaSetUpdated" },
    { name: "stands still for too long", of: deployment("b", {}, { ...counts, conditions: since(601, "ReplicaSetUpdated") }), sets: stuck, want: "False ProgressDeadlineExceeded" },
    {
      name: "is complete",
      of: deployment("a", {}, { ...counts, conditions: since(5, "ReplicaSetUpdated") }),
      sets: [replicaSet("a", 1, { spec: 3 })],
      want: "True NewReplicaSetAvailable",
    },
    {
      name: "stays complete when a pod falters",
      of: deployment("a", {}, { ...counts, conditions: since(5000, "NewReplicaSetAvailable") }),
      sets: [replicaSet("a", 1, { spec: 3, available: 2 })],
      want: "True NewReplicaSetAvailable",
    },
    { name: "without a deadline", of: deployment("a", { progressDeadlineSeconds: undefined }), sets: [], want: undefined },
  ];
  for (const { name, of, sets, want } of cases) {
    test(name, () => assert.equal(progressing(planDeployment(of, { replicaSets: sets, oldPods: 0, nowMs })), want));
  }

  test("counts and availability during a stuck rollout", () => {
    const { conditions, ...status } = planDeployment(deployment("b", {}, counts), { replicaSets: stuck, oldPods: 0, nowMs }).status;
    assert.deepEqual(status, { observedGeneration: 2, replicas: 4, updatedReplicas: 1, readyReplicas: 3, availableReplicas: 3, unavailableReplicas: 1, terminatingReplicas: 0 });
    assert.equal(JSON.stringify(conditions).includes("MinimumReplicasAvailable"), true);
  });

  test("asks to come back when the deadline is due", () => {
    const of = deployment("b", {}, { ...counts, conditions: since(60, "ReplicaSetUpdated") });
    assert.equal(planDeployment(of, { replicaSets: stuck, oldPods: 0, nowMs }).requeueAfterMs, 540_000);
  });
});
