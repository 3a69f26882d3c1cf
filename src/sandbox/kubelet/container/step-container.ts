import { computeBackoffMs } from "../../../async/index.ts";
import type { EventNote } from "../../machinery/index.ts";
import { formatDuration } from "../format-duration.ts";
import type { ContainerSim, ContainerState, ContainerStep, ContainerWorld, Run } from "./container-sim.ts";

const backoff = { baseMs: 10_000, factor: 2, maxMs: 300_000 };
/** From the failed pull until the kubelet calls it a back-off. */
const flipMs = 1000;
const configRetryMs = 1000;

/** Carries a container over everything that is due by now. The container must be allowed to start. */
export function stepContainer(sim: ContainerSim, world: ContainerWorld): ContainerStep {
  const notes: EventNote[] = [];
  let current = sim;
  for (let next = stepOnce(current, world); next !== undefined; next = stepOnce(current, world)) {
    current = next.sim;
    notes.push(...next.notes.map((note) => ({ ...note, fieldPath: `spec.${sim.role === "main" ? "containers" : "initContainers"}{${sim.name}}` })));
  }
  return { sim: current, notes };
}

/** When a container changes by itself next. */
export function computeDueMs({ state }: ContainerSim): number | undefined {
  switch (state.kind) {
    case "created":
    case "ended":
      return undefined;
    case "pulling":
      return state.sinceMs + state.outcome.pullMs;
    case "unpulled":
      return state.backoffAtMs ?? state.retryAtMs;
    case "misconfigured":
      return state.retryAtMs;
    case "starting":
      return state.untilMs;
    case "running": {
      const exitMs = state.exit === undefined ? Number.POSITIVE_INFINITY : state.run.startedMs + state.exit.afterMs;
      const dueMs = Math.min(exitMs, state.ready ? Number.POSITIVE_INFINITY : (state.readyAtMs ?? Number.POSITIVE_INFINITY));
      return Number.isFinite(dueMs) ? dueMs : undefined;
    }
    case "crashed":
      return state.restartAtMs;
    default:
      return state satisfies never;
  }
}

function stepOnce(sim: ContainerSim, world: ContainerWorld): ContainerStep | undefined {
  const { state } = sim;
  if (state.kind === "created") return begin(sim, world);
  const dueMs = computeDueMs(sim);
  if (dueMs === undefined || dueMs > world.nowMs) return undefined;
  switch (state.kind) {
    case "pulling":
      return endPull(sim, state.outcome, world);
    case "unpulled":
      return state.backoffAtMs === undefined ? begin(sim, world) : enterPullBackoff(sim, state);
    case "misconfigured":
      return create(sim, world);
    case "starting":
      return start(sim, world);
    case "running":
      return state.exit !== undefined && state.run.startedMs + state.exit.afterMs <= world.nowMs ? exit(sim, state, world) : move(sim, { ...state, ready: true });
    case "crashed":
      return begin(sim, world);
    case "ended":
      return undefined;
    default:
      return state satisfies never;
  }
}

function move(sim: ContainerSim, state: ContainerState, notes: readonly EventNote[] = []): ContainerStep {
  return { sim: { ...sim, state }, notes };
}

function begin(sim: ContainerSim, world: ContainerWorld): ContainerStep {
  const present = world.findImage();
  if (present !== undefined && sim.pullPolicy !== "Always") {
    const step = create({ ...sim, imageId: present }, world);
    return { ...step, notes: [normal("Pulled", `Container image "${sim.image}" already present on machine`), ...step.notes] };
  }
  const outcome = world.pull();
  if (outcome === undefined) {
    const message = `Failed to apply default image tag "${sim.image}": couldn't parse image name "${sim.image}": invalid reference format`;
    return move(sim, { kind: "unpulled", reason: "InvalidImageName", message, retryAtMs: world.nowMs + backoff.maxMs }, [
      warning("InspectFailed", message),
      warning("Failed", "Error: InvalidImageName"),
    ]);
  }
  if (sim.pullPolicy === "Never") {
    const message = `Container image "${sim.image}" is not present with pull policy of Never`;
    return move(sim, { kind: "unpulled", reason: "ErrImageNeverPull", message, retryAtMs: world.nowMs + backoff.maxMs }, [
      warning("ErrImageNeverPull", message),
      warning("Failed", "Error: ErrImageNeverPull"),
    ]);
  }
  return move(sim, { kind: "pulling", sinceMs: world.nowMs, outcome }, [normal("Pulling", `Pulling image "${sim.image}"`)]);
}

function endPull(sim: ContainerSim, outcome: Extract<ContainerState, { kind: "pulling" }>["outcome"], world: ContainerWorld): ContainerStep {
  if (outcome.kind === "failed") {
    const retryAtMs = world.nowMs + computeBackoffMs(sim.pullFailures, backoff);
    const state = { kind: "unpulled", reason: "ErrImagePull", message: outcome.message, retryAtMs, backoffAtMs: world.nowMs + flipMs } as const;
    return move({ ...sim, pullFailures: sim.pullFailures + 1 }, state, [
      warning("Failed", `Failed to pull image "${sim.image}": ${outcome.message}`),
      warning("Failed", "Error: ErrImagePull"),
    ]);
  }
  const took = formatDuration(outcome.pullMs);
  const pulled = normal("Pulled", `Successfully pulled image "${sim.image}" in ${took} (${took} including waiting). Image size: ${outcome.bytes} bytes.`);
  const step = create({ ...sim, imageId: outcome.imageId, pullFailures: 0 }, world);
  return { ...step, notes: [pulled, ...step.notes] };
}

function enterPullBackoff(sim: ContainerSim, state: Extract<ContainerState, { kind: "unpulled" }>): ContainerStep {
  const { backoffAtMs: _, ...rest } = state;
  const message = `Back-off pulling image "${sim.image}": ErrImagePull: ${state.message}`;
  return move(sim, { ...rest, reason: "ImagePullBackOff", message }, [normal("BackOff", `Back-off pulling image "${sim.image}"`), warning("Failed", "Error: ImagePullBackOff")]);
}

function create(sim: ContainerSim, world: ContainerWorld): ContainerStep {
  const problem = world.findConfigProblem();
  if (problem !== undefined) return move(sim, { kind: "misconfigured", message: problem, retryAtMs: world.nowMs + configRetryMs }, [warning("Failed", `Error: ${problem}`)]);
  return move(sim, { kind: "starting", untilMs: world.nowMs + world.behavior.startMs });
}

function start(sim: ContainerSim, { nowMs, behavior }: ContainerWorld): ContainerStep {
  const readyAtMs = behavior.readyMs === undefined ? undefined : nowMs + behavior.readyMs;
  const state = { kind: "running", run: { startedMs: nowMs }, readyAtMs, ready: false, exit: behavior.exit } as const;
  const unhealthy = behavior.readyMs === undefined ? [warning("Unhealthy", "Readiness probe failed: the container never gets ready (simulated)")] : [];
  return move(sim, state, [normal("Created", `Created container: ${sim.name}`), normal("Started", `Started container ${sim.name}`), ...unhealthy]);
}

function exit(sim: ContainerSim, state: Extract<ContainerState, { kind: "running" }>, world: ContainerWorld): ContainerStep {
  const code = state.exit?.code ?? 0;
  const run: Run = { ...state.run, endedMs: world.nowMs, code, reason: state.exit?.reason ?? "Completed" };
  const restart = sim.restartPolicy === "Always" || (sim.restartPolicy === "OnFailure" && code !== 0);
  if (!restart) return move(sim, { kind: "ended", run });
  const crashed = { ...sim, restarts: sim.restarts + 1, previous: run };
  if (crashed.restarts === 1) return move(crashed, { kind: "crashed", restartAtMs: world.nowMs, backoffMs: 0 });
  const backoffMs = computeBackoffMs(crashed.restarts - 2, backoff);
  return move(crashed, { kind: "crashed", restartAtMs: world.nowMs + backoffMs, backoffMs }, [
    warning("BackOff", `Back-off restarting failed container ${sim.name} in pod ${world.podLabel}`),
  ]);
}

function normal(reason: string, message: string): EventNote {
  return { type: "Normal", reason, message };
}

function warning(reason: string, message: string): EventNote {
  return { type: "Warning", reason, message };
}
