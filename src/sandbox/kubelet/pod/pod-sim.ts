import { getList, getNumber, getRecord, getString, type KubeObject } from "../../../kube/index.ts";
import { type EventNote, parseTime } from "../../machinery/index.ts";
import type { ContainerSim, ContainerState, ContainerWorld, Run } from "../container/container-sim.ts";
import { computeDueMs, stepContainer } from "../container/step-container.ts";

/** A simulated pod on a node. */
export interface PodSim {
  readonly podIp: string;
  readonly acceptedMs: number;
  /** Init containers first, in the order of the spec. */
  readonly containers: readonly ContainerSim[];
}

export type PodWorld = (container: ContainerSim) => ContainerWorld;

export interface PodStep {
  readonly sim: PodSim;
  readonly notes: readonly EventNote[];
  readonly dueMs: number | undefined;
}

/** Takes up a pod: from nothing, or from what its status says when another kubelet ran it before. */
export function createPodSim(pod: KubeObject, options: { readonly podIp: string; readonly nowMs: number }): PodSim {
  const init = getList(pod, "spec", "initContainers").map((container) => createContainer(pod, { container, init: true }));
  const main = getList(pod, "spec", "containers").map((container) => createContainer(pod, { container, init: false }));
  return {
    podIp: getString(pod, "status", "podIP") ?? options.podIp,
    acceptedMs: parseTime(getString(pod, "status", "startTime")) ?? options.nowMs,
    containers: [...init, ...main],
  };
}

/** Containers that an earlier kubelet started go on as their behaviour says. */
export function resumePod(sim: PodSim, world: PodWorld): PodSim {
  const containers = sim.containers.map((container) => {
    const { state } = container;
    if (state.kind !== "running") return container;
    const { readyMs, exit } = world(container).behavior;
    return { ...container, state: { ...state, readyAtMs: readyMs === undefined ? undefined : state.run.startedMs + readyMs, exit } };
  });
  return { ...sim, containers };
}

/** Carries a pod over everything that is due: init containers one after the other, then all others together. */
export function stepPod(sim: PodSim, world: PodWorld): PodStep {
  const notes: EventNote[] = [];
  let open = true;
  const containers = sim.containers.map((container) => {
    if (!open) return container;
    const step = stepContainer(container, world(container));
    notes.push(...step.notes);
    if (container.role !== "main" && !isPassed(step.sim)) open = false;
    return step.sim;
  });
  const mains = containers.filter((container) => container.role === "main");
  const mainsDone = mains.length > 0 && mains.every((container) => container.state.kind === "ended");
  const ended = mainsDone || hasFailedInit(containers);
  const final = ended ? containers.map((container) => stopSidecar(container, world(container).nowMs)) : containers;
  const dueTimes = ended
    ? []
    : activeOf(final)
        .map(computeDueMs)
        .filter((due) => due !== undefined);
  return { sim: { ...sim, containers: final }, notes, dueMs: dueTimes.length === 0 ? undefined : Math.min(...dueTimes) };
}

/** Ends all that still runs, as the kubelet does when a pod is deleted. */
export function stopPod(sim: PodSim, nowMs: number): PodSim {
  return { ...sim, containers: sim.containers.map((container) => stopRunning(container, nowMs)) };
}

export function hasFailedInit(containers: readonly ContainerSim[]): boolean {
  return containers.some((container) => container.role === "init" && container.state.kind === "ended" && container.state.run.code !== 0);
}

/** Whether the containers behind an init container may go on. */
export function isPassed(container: ContainerSim): boolean {
  const { state } = container;
  return container.role === "sidecar" ? state.kind === "running" : state.kind === "ended" && state.run.code === 0;
}

/** Containers that have been allowed to start: those not behind an unfinished init container. */
function activeOf(containers: readonly ContainerSim[]): readonly ContainerSim[] {
  const gate = containers.findIndex((container) => container.role !== "main" && !isPassed(container));
  return gate < 0 ? containers : containers.slice(0, gate + 1);
}

function stopSidecar(container: ContainerSim, nowMs: number): ContainerSim {
  return container.role === "sidecar" ? stopRunning(container, nowMs) : container;
}

function stopRunning(container: ContainerSim, nowMs: number): ContainerSim {
  if (container.state.kind !== "running") return container;
  return { ...container, state: { kind: "ended", run: { ...container.state.run, endedMs: nowMs, code: 0, reason: "Completed" } } };
}

function createContainer(pod: KubeObject, { container, init }: { readonly container: unknown; readonly init: boolean }): ContainerSim {
  const name = getString(container, "name") ?? "";
  const own = getString(container, "restartPolicy");
  const podPolicy = getString(pod, "spec", "restartPolicy") ?? "Always";
  const status = getList(pod, "status", init ? "initContainerStatuses" : "containerStatuses").find((entry) => getString(entry, "name") === name);
  const imageId = getString(status, "imageID") ?? "";
  const previous = restoreRun(getRecord(status, "lastState", "terminated"));
  return {
    name,
    image: getString(container, "image") ?? "",
    role: !init ? "main" : own === "Always" ? "sidecar" : "init",
    pullPolicy: getString(container, "imagePullPolicy") ?? "IfNotPresent",
    restartPolicy: init ? (own ?? (podPolicy === "Never" ? "Never" : "OnFailure")) : podPolicy,
    state: restoreState(status),
    restarts: getNumber(status, "restartCount") ?? 0,
    pullFailures: 0,
    ...(imageId === "" ? {} : { imageId }),
    ...(previous === undefined ? {} : { previous }),
  };
}

function restoreState(status: unknown): ContainerState {
  const startedAt = getString(status, "state", "running", "startedAt");
  if (startedAt !== undefined) return { kind: "running", run: { startedMs: parseTime(startedAt) ?? 0 }, readyAtMs: undefined, ready: false, exit: undefined };
  const run = restoreRun(getRecord(status, "state", "terminated"));
  return run === undefined ? { kind: "created" } : { kind: "ended", run };
}

function restoreRun(ended: unknown): Run | undefined {
  if (ended === undefined) return undefined;
  return {
    startedMs: parseTime(getString(ended, "startedAt")) ?? 0,
    endedMs: parseTime(getString(ended, "finishedAt")) ?? 0,
    code: getNumber(ended, "exitCode") ?? 0,
    reason: getString(ended, "reason") ?? "Completed",
  };
}
