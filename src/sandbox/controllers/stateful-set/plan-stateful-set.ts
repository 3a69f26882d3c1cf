import { getNumber, getString, type JsonObject, type KubeObject } from "../../../kube/index.ts";
import { computeAvailableInMs, isPodFinished, isPodReady, toJson } from "../../machinery/index.ts";
import { revisionHashLabel } from "../revisions.ts";
import { createStatefulPod, ordinalOf, type StatefulPod } from "./stateful-pod.ts";

export type StatefulSetAction = ({ readonly kind: "create" } & StatefulPod) | { readonly kind: "delete"; readonly pod: KubeObject };

export interface StatefulSetPlan {
  readonly actions: readonly StatefulSetAction[];
  readonly status: JsonObject;
  readonly requeueAfterMs?: number;
}

export interface StatefulSetInput {
  readonly pods: readonly KubeObject[];
  /** The revision that pods below the partition keep. */
  readonly current: KubeObject;
  /** The revision of the template as it is now. */
  readonly update: KubeObject;
  readonly nowMs: number;
}

interface Slots extends StatefulSetInput {
  readonly statefulSet: KubeObject;
  readonly start: number;
  readonly replicas: number;
  readonly ordered: boolean;
  readonly rolling: boolean;
  readonly partition: number;
  readonly byOrdinal: ReadonlyMap<number, KubeObject>;
}

/** What a StatefulSet does next: fill the ordinals from below, give up those above from the top, then replace old pods from the top. */
export function planStatefulSet(statefulSet: KubeObject, input: StatefulSetInput): StatefulSetPlan {
  const slots = readSlots(statefulSet, input);
  const minReadySeconds = getNumber(statefulSet, "spec", "minReadySeconds") ?? 0;
  const waits = [...slots.byOrdinal.values()].map((pod) => computeAvailableInMs(pod, { minReadySeconds, nowMs: input.nowMs })).filter((wait) => wait !== undefined && wait > 0);
  const actions = statefulSet.metadata.deletionTimestamp === undefined ? planActions(slots) : [];
  return { actions, status: computeStatus(slots, minReadySeconds), ...(waits.length === 0 ? {} : { requeueAfterMs: Math.min(...waits.map(Number)) }) };
}

function readSlots(statefulSet: KubeObject, input: StatefulSetInput): Slots {
  const entries = input.pods.flatMap((pod) => {
    const ordinal = ordinalOf(statefulSet, pod);
    return ordinal === undefined ? [] : [[ordinal, pod] as const];
  });
  const start = getNumber(statefulSet, "spec", "ordinals", "start") ?? 0;
  return {
    ...input,
    statefulSet,
    start,
    replicas: getNumber(statefulSet, "spec", "replicas") ?? 1,
    ordered: getString(statefulSet, "spec", "podManagementPolicy") !== "Parallel",
    rolling: getString(statefulSet, "spec", "updateStrategy", "type") !== "OnDelete",
    partition: start + (getNumber(statefulSet, "spec", "updateStrategy", "rollingUpdate", "partition") ?? 0),
    byOrdinal: new Map(entries.toSorted(([left], [right]) => left - right)),
  };
}

function planActions(slots: Slots): readonly StatefulSetAction[] {
  const filled = planFill(slots);
  if (filled.actions.length > 0 || filled.blocked) return filled.actions;
  const condemned = planCondemned(slots);
  if (condemned.actions.length > 0 || condemned.blocked) return condemned.actions;
  return slots.rolling ? planUpdate(slots) : [];
}

interface Step {
  readonly actions: readonly StatefulSetAction[];
  /** The order forbids to go on before something else has happened. */
  readonly blocked: boolean;
}

function planFill(slots: Slots): Step {
  const actions: StatefulSetAction[] = [];
  for (let ordinal = slots.start; ordinal < slots.start + slots.replicas; ordinal++) {
    const pod = slots.byOrdinal.get(ordinal);
    if (pod === undefined) actions.push({ kind: "create", ...createStatefulPod(slots.statefulSet, { ordinal, revision: revisionFor(slots, ordinal) }) });
    else if (isPodFinished(pod) && pod.metadata.deletionTimestamp === undefined) actions.push({ kind: "delete", pod });
    if (slots.ordered && (actions.length > 0 || pod === undefined || !isHealthy(pod))) return { actions, blocked: true };
  }
  return { actions, blocked: false };
}

function planCondemned(slots: Slots): Step {
  const condemned = [...slots.byOrdinal].filter(([ordinal]) => ordinal < slots.start || ordinal >= slots.start + slots.replicas).toReversed();
  const live = condemned.filter(([, pod]) => pod.metadata.deletionTimestamp === undefined);
  if (!slots.ordered) return { actions: live.map(([, pod]) => ({ kind: "delete", pod })), blocked: false };
  const terminating = live.length < condemned.length;
  const first = live[0];
  return { actions: terminating || first === undefined ? [] : [{ kind: "delete", pod: first[1] }], blocked: condemned.length > 0 };
}

function planUpdate(slots: Slots): readonly StatefulSetAction[] {
  for (const [ordinal, pod] of [...slots.byOrdinal].toReversed()) {
    if (ordinal < slots.partition) return [];
    if (pod.metadata.deletionTimestamp !== undefined) return [];
    if (!hasRevision(pod, slots.update)) return [{ kind: "delete", pod }];
    if (!isHealthy(pod)) return [];
  }
  return [];
}

function revisionFor(slots: Slots, ordinal: number): KubeObject {
  return slots.rolling && ordinal < slots.partition ? slots.current : slots.update;
}

function isHealthy(pod: KubeObject): boolean {
  return pod.metadata.deletionTimestamp === undefined && isPodReady(pod);
}

function hasRevision(pod: KubeObject, revision: KubeObject): boolean {
  return pod.metadata.labels?.[revisionHashLabel] === revision.metadata.name;
}

function computeStatus(slots: Slots, minReadySeconds: number): JsonObject {
  const pods = [...slots.byOrdinal.values()];
  const live = pods.filter((pod) => pod.metadata.deletionTimestamp === undefined);
  const ready = pods.filter(isHealthy).length;
  const updated = live.filter((pod) => hasRevision(pod, slots.update)).length;
  const complete = slots.rolling && updated === pods.length && ready === pods.length && pods.length === slots.replicas;
  const current = complete ? slots.update : slots.current;
  return toJson({
    observedGeneration: slots.statefulSet.metadata.generation,
    replicas: pods.length,
    readyReplicas: nonZero(ready),
    availableReplicas: live.filter((pod) => computeAvailableInMs(pod, { minReadySeconds, nowMs: slots.nowMs }) === 0).length,
    currentReplicas: nonZero(live.filter((pod) => hasRevision(pod, current)).length),
    updatedReplicas: nonZero(updated),
    currentRevision: current.metadata.name,
    updateRevision: slots.update.metadata.name,
    collisionCount: 0,
  });
}

function nonZero(count: number): number | undefined {
  return count === 0 ? undefined : count;
}
