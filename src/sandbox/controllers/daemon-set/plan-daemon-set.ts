import { getList, getNumber, getRecord, getString, type JsonObject, type KubeObject } from "../../../kube/index.ts";
import {
  computeAvailableInMs,
  createControllerRef,
  findUntoleratedTaint,
  isPodFinished,
  isPodReady,
  matchesNode,
  parseTime,
  resolveIntOrPercent,
  toJson,
} from "../../machinery/index.ts";
import { createPodFromTemplate } from "../replica-set/plan-replica-set.ts";
import { hashOf, revisionHashLabel, templateOf } from "../revisions.ts";

export interface DaemonSetPlan {
  readonly create: readonly KubeObject[];
  readonly delete: readonly KubeObject[];
  readonly status: JsonObject;
  readonly requeueAfterMs?: number;
}

export interface DaemonSetInput {
  readonly nodes: readonly KubeObject[];
  readonly pods: readonly KubeObject[];
  readonly update: KubeObject;
  readonly nowMs: number;
}

/** One node, what should be there and what is. */
interface Seat {
  readonly node: KubeObject;
  readonly wanted: boolean;
  /** Oldest first. */
  readonly pods: readonly KubeObject[];
}

/** One pod per eligible node; old ones are replaced within `maxUnavailable` (a surge is not simulated: the old pod goes first). */
export function planDaemonSet(daemonSet: KubeObject, input: DaemonSetInput): DaemonSetPlan {
  const template = addDaemonTolerations(templateOf(input.update));
  const seats = input.nodes.map((node) => readSeat(node, template, input.pods));
  const minReadySeconds = getNumber(daemonSet, "spec", "minReadySeconds") ?? 0;
  const availableIn = (pod: KubeObject): number | undefined => computeAvailableInMs(pod, { minReadySeconds, nowMs: input.nowMs });
  const waits = input.pods.map(availableIn).filter((wait) => wait !== undefined && wait > 0);
  const status = computeStatus(daemonSet, { seats, update: input.update, isAvailable: (pod) => availableIn(pod) === 0 });
  const requeue = waits.length === 0 ? {} : { requeueAfterMs: Math.min(...waits.map(Number)) };
  if (daemonSet.metadata.deletionTimestamp !== undefined) return { create: [], delete: [], status };
  const empty = seats.filter((seat) => seat.wanted && seat.pods.length === 0);
  const surplus = seats.flatMap((seat) => live(seat).filter((pod, index) => !seat.wanted || index > 0 || isPodFinished(pod)));
  const replaced = surplus.length + empty.length > 0 ? [] : planReplace(daemonSet, { seats, update: input.update, isAvailable: (pod) => availableIn(pod) === 0 });
  return { create: empty.map((seat) => createPod(daemonSet, { seat, template, update: input.update })), delete: [...surplus, ...replaced], status, ...requeue };
}

/** The node a pod of a DaemonSet is on or meant for. */
function targetOf(pod: KubeObject): string | undefined {
  const terms = getList(pod, "spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms");
  return getString(pod, "spec", "nodeName") ?? getString(terms[0], "matchFields", 0, "values", 0);
}

function readSeat(node: KubeObject, template: unknown, pods: readonly KubeObject[]): Seat {
  const spec = getRecord(template, "spec");
  return {
    node,
    wanted: matchesNode(spec, node) && findUntoleratedTaint(spec, node) === undefined,
    pods: pods.filter((pod) => targetOf(pod) === node.metadata.name).toSorted((left, right) => createdMs(left) - createdMs(right)),
  };
}

function createdMs(pod: KubeObject): number {
  return parseTime(pod.metadata.creationTimestamp) ?? 0;
}

function live(seat: Seat): readonly KubeObject[] {
  return seat.pods.filter((pod) => pod.metadata.deletionTimestamp === undefined);
}

interface View {
  readonly seats: readonly Seat[];
  readonly update: KubeObject;
  readonly isAvailable: (pod: KubeObject) => boolean;
}

function planReplace(daemonSet: KubeObject, { seats, update, isAvailable }: View): readonly KubeObject[] {
  if (getString(daemonSet, "spec", "updateStrategy", "type") === "OnDelete") return [];
  const wanted = seats.filter((seat) => seat.wanted);
  const maxUnavailable = Math.max(1, resolveIntOrPercent(getRecord(daemonSet, "spec", "updateStrategy", "rollingUpdate")?.["maxUnavailable"] ?? 1, wanted.length, "up"));
  const old = wanted.flatMap(live).filter((pod) => !hasRevision(pod, update));
  const broken = old.filter((pod) => !isAvailable(pod));
  const unavailable = wanted.filter((seat) => !live(seat).some(isAvailable)).length;
  const budget = Math.max(0, maxUnavailable - unavailable);
  return [...broken, ...old.filter(isAvailable).slice(0, budget)];
}

function createPod(daemonSet: KubeObject, input: { readonly seat: Seat; readonly template: unknown; readonly update: KubeObject }): KubeObject {
  const pod = createPodFromTemplate(input.template, { generateName: `${daemonSet.metadata.name ?? ""}-`, namespace: daemonSet.metadata.namespace ?? "" });
  const onNode = { matchFields: [{ key: "metadata.name", operator: "In", values: [input.seat.node.metadata.name ?? ""] }] };
  const affinity = { ...getRecord(pod, "spec", "affinity"), nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [onNode] } } };
  return {
    ...pod,
    metadata: { ...pod.metadata, labels: { ...pod.metadata.labels, [revisionHashLabel]: hashOf(input.update) }, ownerReferences: [createControllerRef(daemonSet)] },
    spec: { ...getRecord(pod, "spec"), affinity },
  };
}

const daemonTolerations = [
  ...["not-ready", "unreachable"].map((name) => ({ key: `node.kubernetes.io/${name}`, operator: "Exists", effect: "NoExecute" })),
  ...["disk-pressure", "memory-pressure", "pid-pressure", "unschedulable"].map((name) => ({ key: `node.kubernetes.io/${name}`, operator: "Exists", effect: "NoSchedule" })),
];

function addDaemonTolerations(template: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const spec = getRecord(template, "spec") ?? {};
  return { ...template, spec: { ...spec, tolerations: [...getList(spec, "tolerations"), ...daemonTolerations] } };
}

function hasRevision(pod: KubeObject, update: KubeObject): boolean {
  return pod.metadata.labels?.[revisionHashLabel] === hashOf(update);
}

function computeStatus(daemonSet: KubeObject, { seats, update, isAvailable }: View): JsonObject {
  const wanted = seats.filter((seat) => seat.wanted);
  const oldest = wanted.flatMap((seat) => seat.pods.slice(0, 1));
  const available = oldest.filter(isAvailable).length;
  return toJson({
    currentNumberScheduled: oldest.length,
    numberMisscheduled: seats.filter((seat) => !seat.wanted && seat.pods.length > 0).length,
    desiredNumberScheduled: wanted.length,
    numberReady: oldest.filter(isPodReady).length,
    observedGeneration: daemonSet.metadata.generation,
    updatedNumberScheduled: nonZero(oldest.filter((pod) => hasRevision(pod, update)).length),
    numberAvailable: nonZero(available),
    numberUnavailable: nonZero(wanted.length - available),
  });
}

function nonZero(count: number): number | undefined {
  return count === 0 ? undefined : count;
}
