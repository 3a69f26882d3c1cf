import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { KubeObject } from "../../../kube/index.ts";
import type { PullOutcome } from "../image/registry.ts";
import { type Behavior, computeBehavior, defaultPace } from "./behavior.ts";
import type { ContainerSim, ContainerWorld } from "./container-sim.ts";
import { computeDueMs, stepContainer } from "./step-container.ts";

const fresh: ContainerSim = {
  name: "c",
  image: "app:1",
  role: "main",
  pullPolicy: "IfNotPresent",
  restartPolicy: "Always",
  state: { kind: "created" },
  restarts: 0,
  pullFailures: 0,
};
const ordinary: Behavior = { startMs: 300, readyMs: 200, exit: undefined };
const ok: PullOutcome = { kind: "ok", pullMs: 100, imageId: "id", bytes: 1 };

interface Traits {
  readonly behavior?: Behavior;
  readonly outcome?: PullOutcome;
  readonly problem?: string;
  readonly present?: string;
}

/** What the container does until `untilMs`, as `time state: reasons of events`. */
function trace(sim: ContainerSim, untilMs: number, { behavior = ordinary, outcome = ok, problem, present }: Traits = {}): readonly string[] {
  const lines: string[] = [];
  let current = sim;
  for (let nowMs: number | undefined = 0; nowMs !== undefined && nowMs <= untilMs; nowMs = computeDueMs(current)) {
    const world: ContainerWorld = { nowMs, podLabel: "p_ns(u)", behavior, pull: () => outcome, findImage: () => present, findConfigProblem: () => problem };
    const step = stepContainer(current, world);
    current = step.sim;
    const label = current.state.kind === "unpulled" ? current.state.reason : current.state.kind === "running" && current.state.ready ? "ready" : current.state.kind;
    lines.push(`${nowMs} ${label}: ${step.notes.map((note) => note.reason).join(" ")}`.trim());
  }
  return lines;
}

describe("stepContainer", () => {
  const crash = { afterMs: 1000, code: 1, reason: "Error" } as const;
  const cases = [
    { name: "ordinary", sim: fresh, until: 1e6, traits: {}, want: ["0 pulling: Pulling", "100 starting: Pulled", "400 running: Created Started", "600 ready:"] },
    { name: "image present", sim: fresh, until: 1e6, traits: { present: "id" }, want: ["0 starting: Pulled", "300 running: Created Started", "500 ready:"] },
    {
      name: "never ready",
      sim: fresh,
      until: 1e6,
      traits: { present: "id", behavior: { ...ordinary, readyMs: undefined } },
      want: ["0 starting: Pulled", "300 running: Created Started Unhealthy"],
    },
    {
      name: "image not found",
      sim: fresh,
      until: 31_000,
      traits: { outcome: { kind: "failed", pullMs: 200, message: "no" } },
      want: [
        "0 pulling: Pulling",
        "200 ErrImagePull: Failed Failed",
        "1200 ImagePullBackOff: BackOff Failed",
        "10200 pulling: Pulling",
        "10400 ErrImagePull: Failed Failed",
        "11400 ImagePullBackOff: BackOff Failed",
        "30400 pulling: Pulling",
        "30600 ErrImagePull: Failed Failed",
      ],
    },
    { name: "pull policy Never", sim: { ...fresh, pullPolicy: "Never" }, until: 1000, traits: {}, want: ["0 ErrImageNeverPull: ErrImageNeverPull Failed"] },
    {
      name: "missing Secret",
      sim: fresh,
      until: 1500,
      traits: { present: "id", problem: 'secret "s" not found' },
      want: ["0 misconfigured: Pulled Failed", "1000 misconfigured: Failed"],
    },
    {
      name: "crash loop",
      sim: fresh,
      until: 15_000,
      traits: { present: "id", behavior: { ...ordinary, exit: crash } },
      want: [
        "0 starting: Pulled",
        "300 running: Created Started",
        "500 ready:",
        "1300 starting: Pulled",
        "1600 running: Created Started",
        "1800 ready:",
        "2600 crashed: BackOff",
        "12600 starting: Pulled",
        "12900 running: Created Started",
        "13100 ready:",
        "13900 crashed: BackOff",
      ],
    },
    {
      name: "run to completion",
      sim: { ...fresh, restartPolicy: "Never" },
      until: 1e6,
      traits: { present: "id", behavior: { ...ordinary, readyMs: 500, exit: { afterMs: 300, code: 0, reason: "Completed" } } },
      want: ["0 starting: Pulled", "300 running: Created Started", "600 ended:"],
    },
  ] as const;
  for (const { name, sim, until, traits, want } of cases) test(name, () => assert.deepEqual(trace(sim, until, traits), want));
});

describe("computeBehavior", () => {
  const pod = (annotation: string | undefined, restartPolicy = "Always"): KubeObject => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: annotation === undefined ? {} : { annotations: { "sandbox.sillage.dev/behavior": annotation } },
    spec: { restartPolicy },
  });
  const run = (exit: Behavior["exit"], rest: Partial<Behavior> = {}): Behavior => ({ ...ordinary, ...rest, exit });
  const cases = [
    { name: "default", pod: pod(undefined), container: { name: "c", image: "app:1" }, want: run(undefined) },
    { name: "crash tag", pod: pod(undefined), container: { name: "c", image: "app:crash-1" }, want: run({ afterMs: 1000, code: 1, reason: "Error" }) },
    { name: "crash annotation", pod: pod("crash-after=2s,exit=3"), container: { name: "c", image: "app:1" }, want: run({ afterMs: 2000, code: 3, reason: "Error" }) },
    { name: "never ready", pod: pod("never-ready"), container: { name: "c", image: "app:1" }, want: run(undefined, { readyMs: undefined }) },
    { name: "late", pod: pod("start-after=1s,ready-after=1m30s"), container: { name: "c", image: "app:1" }, want: run(undefined, { startMs: 1000, readyMs: 90_000 }) },
    { name: "out of memory", pod: pod("oom"), container: { name: "c", image: "app:1" }, want: run({ afterMs: 300, code: 137, reason: "OOMKilled" }) },
    { name: "completes", pod: pod(undefined, "Never"), container: { name: "c", image: "app:1" }, want: run({ afterMs: 300, code: 0, reason: "Completed" }) },
    {
      name: "its command says how",
      pod: pod(undefined, "Never"),
      container: { name: "c", image: "app:1", command: ["sh", "-c", "sleep 2; exit 4"] },
      want: run({ afterMs: 2000, code: 4, reason: "Error" }),
    },
  ];
  for (const { name, pod: of, container, want } of cases) test(name, () => assert.deepEqual(computeBehavior(of, container, { init: false, pace: defaultPace }), want));
});
