import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { KubeObject } from "../../../kube/index.ts";
import { planJob } from "./plan-job.ts";

const nowMs = Date.parse("2026-01-01T00:10:00Z");

function job(spec: object, status: object = {}): KubeObject {
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "j", uid: "j", namespace: "shop" },
    spec: { parallelism: 1, completions: 1, backoffLimit: 6, template: { spec: { restartPolicy: "Never" } }, ...spec },
    status,
  };
}

function pod(name: string, phase: string, extra: object = {}): KubeObject {
  const ended = { state: { terminated: { finishedAt: new Date(nowMs - 5000).toISOString() } } };
  return { apiVersion: "v1", kind: "Pod", metadata: { name, uid: name, ...extra }, status: { phase, containerStatuses: phase === "Running" ? [] : [ended] } };
}

function summarize(object: KubeObject, pods: readonly KubeObject[]): unknown {
  const plan = planJob(object, { pods, nowMs });
  const conditions = (plan.status["conditions"] ?? []) as readonly { type: string; reason: string }[];
  return {
    create: plan.create.length,
    delete: plan.delete.map((item) => item.metadata.name),
    conditions: conditions.map((condition) => `${condition.type} ${condition.reason}`),
    later: plan.requeueAfterMs,
  };
}

describe("planJob", () => {
  const complete = ["SuccessCriteriaMet CompletionsReached", "Complete CompletionsReached"];
  const failed = ["FailureTarget BackoffLimitExceeded", "Failed BackoffLimitExceeded"];
  const cases = [
    { name: "starts", of: job({}), pods: [], want: { create: 1, delete: [], conditions: [], later: undefined } },
    {
      name: "as many at a time as wanted, no more than needed",
      of: job({ parallelism: 3, completions: 4 }),
      pods: [pod("a", "Succeeded"), pod("b", "Succeeded"), pod("c", "Running")],
      want: { create: 1, delete: [], conditions: [], later: undefined },
    },
    { name: "completes", of: job({}), pods: [pod("a", "Succeeded")], want: { create: 0, delete: [], conditions: complete, later: undefined } },
    { name: "waits before the next try", of: job({}), pods: [pod("a", "Failed")], want: { create: 0, delete: [], conditions: [], later: 5000 } },
    { name: "waits longer after the second failure", of: job({}), pods: [pod("a", "Failed"), pod("b", "Failed")], want: { create: 0, delete: [], conditions: [], later: 15_000 } },
    { name: "gives up", of: job({ backoffLimit: 0 }), pods: [pod("a", "Failed")], want: { create: 0, delete: [], conditions: failed, later: undefined } },
    {
      name: "stops the others first",
      of: job({ backoffLimit: 0, parallelism: 2, completions: 2 }),
      pods: [pod("a", "Failed"), pod("b", "Running")],
      want: { create: 0, delete: ["b"], conditions: failed.slice(0, 1), later: undefined },
    },
    {
      name: "runs out of time",
      of: job({ activeDeadlineSeconds: 60 }, { startTime: "2026-01-01T00:09:00Z" }),
      pods: [],
      want: { create: 0, delete: [], conditions: ["FailureTarget DeadlineExceeded", "Failed DeadlineExceeded"], later: undefined },
    },
    {
      name: "has time left",
      of: job({ activeDeadlineSeconds: 60 }, { startTime: "2026-01-01T00:09:30Z" }),
      pods: [pod("a", "Running")],
      want: { create: 0, delete: [], conditions: [], later: 30_000 },
    },
    { name: "is suspended", of: job({ suspend: true }), pods: [pod("a", "Running")], want: { create: 0, delete: ["a"], conditions: ["Suspended JobSuspended"], later: undefined } },
    {
      name: "counts pods that were deleted after they had succeeded",
      of: job({ completions: 2 }, { succeeded: 1 }),
      pods: [pod("b", "Running")],
      want: { create: 0, delete: [], conditions: [], later: undefined },
    },
    {
      name: "work queue: one success ends it",
      of: job({ completions: undefined, parallelism: 2 }),
      pods: [pod("a", "Succeeded")],
      want: { create: 0, delete: [], conditions: complete, later: undefined },
    },
  ];
  for (const { name, of, pods, want } of cases) test(name, () => assert.deepEqual(summarize(of, pods), want));

  test("indexed: the free indexes", () => {
    const taken = pod("a", "Running", { annotations: { "batch.kubernetes.io/job-completion-index": "0" } });
    const { create } = planJob(job({ completionMode: "Indexed", completions: 3, parallelism: 3 }), { pods: [taken], nowMs });
    assert.deepEqual(
      create.map((item) => item.metadata.annotations?.["batch.kubernetes.io/job-completion-index"]),
      ["1", "2"],
    );
  });

  test("expires after its time to live", () => {
    const done = { conditions: [{ type: "Complete", status: "True", lastTransitionTime: "2026-01-01T00:09:50Z" }] };
    assert.equal(planJob(job({ ttlSecondsAfterFinished: 10 }, done), { pods: [], nowMs }).expired, true);
    assert.deepEqual(planJob(job({ ttlSecondsAfterFinished: 15 }, done), { pods: [], nowMs }).requeueAfterMs, 5000);
  });
});
