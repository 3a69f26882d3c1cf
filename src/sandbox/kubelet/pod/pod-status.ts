import { getList, getNumber, getString, type JsonObject, type KubeObject } from "../../../kube/index.ts";
import { type Condition, formatTime, isConditionTrue, mergeConditions, toJson } from "../../machinery/index.ts";
import type { ContainerSim, Run } from "../container/container-sim.ts";
import { formatDuration } from "../format-duration.ts";
import { computeQosClass } from "./compute-qos.ts";
import { hasFailedInit, isPassed, type PodSim } from "./pod-sim.ts";

export interface PodStatusInput {
  readonly sim: PodSim;
  readonly hostIp: string;
  readonly nowMs: number;
}

/** The status a kubelet reports of a pod. */
export function computePodStatus(pod: KubeObject, { sim, hostIp, nowMs }: PodStatusInput): JsonObject {
  const mains = sim.containers.filter((container) => container.role === "main");
  const inits = sim.containers.filter((container) => container.role !== "main");
  const initialized = inits.every(isPassed) || mains.some((container) => container.state.kind !== "created");
  const phase = computePhase(sim.containers);
  const address = phase === "Pending" && sim.containers.every((container) => container.state.kind === "created") ? undefined : sim.podIp;
  const describe = (container: ContainerSim): JsonObject =>
    describeContainer(container, { waiting: initialized || inits.length === 0 ? "ContainerCreating" : "PodInitializing", pod });
  return toJson({
    observedGeneration: getNumber(pod, "metadata", "generation"),
    phase,
    conditions: mergeConditions(getList(pod, "status", "conditions"), computeConditions(pod, { mains, initialized, phase, nowMs, sandbox: address !== undefined })),
    hostIP: hostIp,
    hostIPs: [{ ip: hostIp }],
    podIP: address,
    podIPs: address === undefined ? undefined : [{ ip: address }],
    startTime: formatTime(sim.acceptedMs),
    initContainerStatuses: inits.length === 0 ? undefined : inits.map(describe),
    containerStatuses: mains.map(describe),
    qosClass: getString(pod, "status", "qosClass") ?? computeQosClass(pod),
  });
}

function computePhase(containers: readonly ContainerSim[]): string {
  const mains = containers.filter((container) => container.role === "main");
  if (hasFailedInit(containers)) return "Failed";
  if (mains.every((container) => container.state.kind === "ended")) return mains.every((container) => exitCode(container) === 0) ? "Succeeded" : "Failed";
  return mains.some((container) => ["running", "ended", "crashed"].includes(container.state.kind) || container.previous !== undefined) ? "Running" : "Pending";
}

function exitCode({ state }: ContainerSim): number {
  return state.kind === "ended" ? (state.run.code ?? 0) : 0;
}

interface ConditionInput {
  readonly mains: readonly ContainerSim[];
  readonly initialized: boolean;
  readonly phase: string;
  readonly sandbox: boolean;
  readonly nowMs: number;
}

function computeConditions(pod: KubeObject, { mains, initialized, phase, sandbox, nowMs }: ConditionInput): readonly Condition[] {
  const finished = phase === "Succeeded" || phase === "Failed";
  const unready = mains.filter((container) => !isReady(container)).map((container) => container.name);
  const gates = getList(pod, "spec", "readinessGates").map((gate) => getString(gate, "conditionType") ?? "");
  const openGates = gates.filter((gate) => !isConditionTrue(pod, gate));
  const uninitialized = initialized ? undefined : ["ContainersNotInitialized", `containers with incomplete status: [${incompleteInits(pod).join(" ")}]`];
  const containers = finished ? ["PodCompleted", ""] : unready.length > 0 ? ["ContainersNotReady", `containers with unready status: [${unready.join(" ")}]`] : undefined;
  const gated =
    openGates.length > 0
      ? ["ReadinessGatesNotReady", `corresponding condition of pod readiness gate ${openGates.map((gate) => `"${gate}"`).join(", ")} does not exist.`]
      : undefined;
  const completed = finished ? ["PodCompleted", ""] : undefined;
  const condition = (type: string, problem: readonly string[] | undefined, ok: boolean = problem === undefined): Condition => ({
    type,
    status: ok ? "True" : "False",
    ...(problem?.[0] === undefined || (ok && problem[0] !== "PodCompleted") ? {} : { reason: problem[0] }),
    ...(problem?.[1] === undefined || problem[1] === "" ? {} : { message: problem[1] }),
    observedGeneration: getNumber(pod, "metadata", "generation"),
    lastProbeTime: null,
    lastTransitionTime: formatTime(nowMs),
  });
  return [
    condition("PodReadyToStartContainers", undefined, sandbox && !finished),
    condition("Initialized", uninitialized ?? completed, initialized),
    condition("Ready", containers ?? gated),
    condition("ContainersReady", containers),
    condition("PodScheduled", undefined),
  ];
}

function incompleteInits(pod: KubeObject): readonly string[] {
  return getList(pod, "spec", "initContainers").map((container) => getString(container, "name") ?? "");
}

function isReady({ state }: ContainerSim): boolean {
  return state.kind === "running" && state.ready;
}

function describeContainer(container: ContainerSim, { waiting, pod }: { readonly waiting: string; readonly pod: KubeObject }): JsonObject {
  const { name, image, imageId, restarts, state, previous } = container;
  const hasRun = previous !== undefined || state.kind === "running" || state.kind === "ended";
  const passedInit = container.role === "init" && isPassed(container);
  return toJson({
    name,
    state: describeState(container, { waiting, pod }),
    lastState: previous === undefined ? {} : { terminated: describeRun(previous, name) },
    ready: isReady(container) || passedInit,
    restartCount: restarts,
    image,
    imageID: (hasRun ? imageId : undefined) ?? "",
    containerID:
      state.kind === "running"
        ? containerId(state.run, name)
        : state.kind === "ended"
          ? containerId(state.run, name)
          : previous === undefined
            ? undefined
            : containerId(previous, name),
    started: state.kind === "running",
  });
}

function describeState({ state, name }: ContainerSim, { waiting, pod }: { readonly waiting: string; readonly pod: KubeObject }): JsonObject {
  switch (state.kind) {
    case "created":
      return { waiting: { reason: waiting } };
    case "pulling":
    case "starting":
      return { waiting: { reason: "ContainerCreating" } };
    case "unpulled":
      return { waiting: { reason: state.reason, message: state.message } };
    case "misconfigured":
      return { waiting: { reason: "CreateContainerConfigError", message: state.message } };
    case "running":
      return { running: { startedAt: formatTime(state.run.startedMs) } };
    case "crashed": {
      const { namespace = "", uid = "" } = pod.metadata;
      const message = `back-off ${formatDuration(state.backoffMs)} restarting failed container=${name} pod=${pod.metadata.name ?? ""}_${namespace}(${uid})`;
      return { waiting: { reason: "CrashLoopBackOff", message } };
    }
    case "ended":
      return { terminated: describeRun(state.run, name) };
    default:
      return state satisfies never;
  }
}

function describeRun(run: Run, name: string): JsonObject {
  return toJson({
    exitCode: run.code ?? 0,
    reason: run.reason,
    startedAt: formatTime(run.startedMs),
    finishedAt: formatTime(run.endedMs ?? run.startedMs),
    containerID: containerId(run, name),
  });
}

/** Nothing runs, but a run can be told from the next by its id. */
function containerId(run: Run, name: string): string {
  return `sandbox://${name}-${run.startedMs.toString(16)}`;
}
