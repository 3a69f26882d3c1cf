import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { getString, type KubeObject } from "../../../kube/index.ts";
import { computeBehavior, defaultPace } from "../container/behavior.ts";
import { createPodSim, type PodSim, type PodWorld, resumePod, stepPod, stopPod } from "./pod-sim.ts";
import { computePodStatus } from "./pod-status.ts";

const startMs = Date.parse("2026-01-01T00:00:00Z");

function pod(spec: object, status: object = {}): KubeObject {
  return { apiVersion: "v1", kind: "Pod", metadata: { name: "p", namespace: "shop", uid: "u", generation: 1 }, spec, status };
}

function worldAt(of: KubeObject, nowMs: number): PodWorld {
  return (container) => ({
    nowMs,
    podLabel: "p_shop(u)",
    behavior: computeBehavior(
      of,
      { name: container.name, image: container.image, ...(container.role === "sidecar" ? { restartPolicy: "Always" } : {}) },
      { init: container.role !== "main", pace: defaultPace },
    ),
    pull: () => ({ kind: "ok", pullMs: 0, imageId: "id", bytes: 1 }),
    findImage: () => "id",
    findConfigProblem: () => undefined,
  });
}

/** Phase, whether ready, and the state of each container, at each moment something happens. */
function trace(of: KubeObject, sim: PodSim): readonly string[] {
  const lines: string[] = [];
  let current = sim;
  for (let nowMs: number | undefined = startMs; nowMs !== undefined;) {
    const step = stepPod(current, worldAt(of, nowMs));
    current = step.sim;
    const status = computePodStatus(of, { sim: current, hostIp: "h", nowMs });
    const conditions = status["conditions"] as readonly { type: string; status: string }[];
    const ready = conditions.find((condition) => condition.type === "Ready")?.status === "True";
    lines.push(
      `${nowMs - startMs} ${getString(status, "phase")}${ready ? " ready" : ""}: ${current.containers.map((container) => `${container.name} ${container.state.kind}`).join(", ")}`,
    );
    nowMs = step.dueMs;
  }
  return lines;
}

const image = "app:1";

describe("stepPod", () => {
  test("init containers one after the other, sidecars stay, then the rest", () => {
    const of = pod({
      restartPolicy: "Always",
      initContainers: [
        { name: "i", image },
        { name: "s", image, restartPolicy: "Always" },
      ],
      containers: [{ name: "m", image }],
    });
    assert.deepEqual(trace(of, createPodSim(of, { podIp: "ip", nowMs: startMs })), [
      "0 Pending: i starting, s created, m created",
      "300 Pending: i running, s created, m created",
      "500 Pending: i running, s created, m created",
      "600 Pending: i ended, s starting, m created",
      "900 Pending: i ended, s running, m starting",
      "1100 Pending: i ended, s running, m starting",
      "1200 Running: i ended, s running, m running",
      "1400 Running ready: i ended, s running, m running",
    ]);
  });

  test("a pod that completes", () => {
    const of = pod({ restartPolicy: "Never", containers: [{ name: "a", image }] });
    assert.deepEqual(trace(of, createPodSim(of, { podIp: "ip", nowMs: startMs })), [
      "0 Pending: a starting",
      "300 Running: a running",
      "500 Running ready: a running",
      "600 Succeeded: a ended",
    ]);
  });

  test("another kubelet takes over where the status says", () => {
    const running = { containerStatuses: [{ name: "a", restartCount: 2, imageID: "id", state: { running: { startedAt: "2026-01-01T00:00:00Z" } } }] };
    const of = pod({ restartPolicy: "Never", containers: [{ name: "a", image }] }, running);
    const sim = createPodSim(of, { podIp: "ip", nowMs: startMs });
    assert.deepEqual(trace(of, resumePod(sim, worldAt(of, startMs))), ["0 Running: a running", "200 Running ready: a running", "300 Succeeded: a ended"]);
    assert.equal(sim.containers[0]?.restarts, 2);
  });

  test("stopping ends what runs", () => {
    const of = pod({ restartPolicy: "Always", containers: [{ name: "a", image }] });
    const sim = stepPod(stepPod(createPodSim(of, { podIp: "ip", nowMs: startMs }), worldAt(of, startMs)).sim, worldAt(of, startMs + 300)).sim;
    assert.deepEqual(stopPod(sim, startMs + 900).containers[0]?.state, { kind: "ended", run: { startedMs: startMs + 300, endedMs: startMs + 900, code: 0, reason: "Completed" } });
  });
});
