import assert from "node:assert/strict";
import { test } from "node:test";
import type { KubeObject } from "../../../kube/index.ts";
import { planReplicaSet } from "./plan-replica-set.ts";

const nowMs = Date.parse("2026-01-01T00:10:00Z");

interface PodTraits {
  readonly phase?: string;
  readonly readyFor?: number;
  readonly node?: string;
  readonly cost?: string;
  readonly deleting?: boolean;
}

function pod(name: string, { phase = "Running", readyFor, node = "n1", cost, deleting = false }: PodTraits): KubeObject {
  const ready = { type: "Ready", status: readyFor === undefined ? "False" : "True", lastTransitionTime: new Date(nowMs - (readyFor ?? 0) * 1000).toISOString() };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      labels: { app: "web" },
      annotations: cost === undefined ? {} : { "controller.kubernetes.io/pod-deletion-cost": cost },
      ...(deleting ? { deletionTimestamp: "x" } : {}),
    },
    spec: { nodeName: node },
    status: { phase, conditions: [ready] },
  };
}

function replicaSet(replicas: number, minReadySeconds = 0): KubeObject {
  return {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: { name: "web", generation: 1 },
    spec: { replicas, minReadySeconds, template: { metadata: { labels: { app: "web" } } } },
  };
}

function summarize(replicas: number, pods: readonly KubeObject[]): unknown {
  const plan = planReplicaSet(replicaSet(replicas), { pods, nowMs });
  return { create: plan.create, delete: plan.delete.map((object) => object.metadata.name) };
}

test("creates what is missing; finished and terminating pods do not count", () => {
  const pods = [pod("a", { readyFor: 9 }), pod("b", { phase: "Failed" }), pod("c", { deleting: true })];
  assert.deepEqual(summarize(3, pods), { create: 2, delete: [] });
});

test("gives up the least useful pods first", () => {
  const pods = [
    pod("old", { readyFor: 100 }),
    pod("young", { readyFor: 1, node: "n2" }),
    pod("unready", {}),
    pod("pending", { phase: "Pending" }),
    pod("unplaced", { phase: "Pending", node: "" }),
    pod("cheap", { readyFor: 50, cost: "-5" }),
  ];
  assert.deepEqual(summarize(0, pods), { create: 0, delete: ["unplaced", "pending", "unready", "cheap", "old", "young"] });
  assert.deepEqual(summarize(4, pods), { create: 0, delete: ["unplaced", "pending"] });
});

test("status counts, and when a pod becomes available", () => {
  const plan = planReplicaSet(replicaSet(2, 30), { pods: [pod("a", { readyFor: 10 }), pod("b", { readyFor: 40 }), pod("c", { deleting: true })], nowMs });
  assert.deepEqual(plan.status, { replicas: 2, fullyLabeledReplicas: 2, readyReplicas: 2, availableReplicas: 1, terminatingReplicas: 1, observedGeneration: 1 });
  assert.equal(plan.requeueAfterMs, 20_000);
});

test("a failure is a condition until it is over", () => {
  const failed = planReplicaSet(replicaSet(1), { pods: [], failure: "quota", nowMs });
  assert.deepEqual(failed.status["conditions"], [{ type: "ReplicaFailure", status: "True", reason: "FailedCreate", message: "quota", lastTransitionTime: "2026-01-01T00:10:00Z" }]);
  assert.equal(planReplicaSet({ ...replicaSet(1), status: failed.status }, { pods: [], nowMs }).status["conditions"], undefined);
});
