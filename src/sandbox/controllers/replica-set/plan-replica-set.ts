import { getList, getNumber, getRecord, getString, getStringMap, type JsonObject, type KubeObject } from "../../../kube/index.ts";
import { computeAvailableInMs, formatTime, isPodActive, isPodReady, mergeConditions, toJson } from "../../machinery/index.ts";
import { rankForDeletion } from "./rank-pods.ts";

export interface ReplicaSetPlan {
  /** How many pods are missing. */
  readonly create: number;
  /** The pods too many, in the order in which they go. */
  readonly delete: readonly KubeObject[];
  readonly status: JsonObject;
  /** When the next pod becomes available by `minReadySeconds`. */
  readonly requeueAfterMs?: number;
}

export interface ReplicaSetInput {
  /** All pods of the ReplicaSet, finished and terminating ones too. */
  readonly pods: readonly KubeObject[];
  /** Why the last creation failed. */
  readonly failure?: string;
  readonly nowMs: number;
}

/** What a ReplicaSet does next, and its status as it is now. */
export function planReplicaSet(replicaSet: KubeObject, input: ReplicaSetInput): ReplicaSetPlan {
  const wanted = getNumber(replicaSet, "spec", "replicas") ?? 1;
  const active = input.pods.filter(isPodActive);
  const deleting = replicaSet.metadata.deletionTimestamp !== undefined;
  const minReadySeconds = getNumber(replicaSet, "spec", "minReadySeconds") ?? 0;
  const waits = active.map((pod) => computeAvailableInMs(pod, { minReadySeconds, nowMs: input.nowMs })).filter((wait) => wait !== undefined);
  const pending = waits.filter((wait) => wait > 0);
  return {
    create: deleting ? 0 : Math.max(0, wanted - active.length),
    delete: deleting || active.length <= wanted ? [] : rankForDeletion(active).slice(0, active.length - wanted),
    status: computeStatus(replicaSet, { ...input, active, available: waits.length - pending.length }),
    ...(pending.length === 0 ? {} : { requeueAfterMs: Math.min(...pending) }),
  };
}

/** A pod as the owner's template describes it; the server gives it a name. */
export function createPodFromTemplate(template: unknown, options: { readonly generateName: string; readonly namespace: string }): KubeObject {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { ...options, labels: getStringMap(template, "metadata", "labels"), ...annotationsOf(template) },
    spec: getRecord(template, "spec") ?? {},
  };
}

function annotationsOf(template: unknown): { readonly annotations?: Readonly<Record<string, string>> } {
  return getRecord(template, "metadata", "annotations") === undefined ? {} : { annotations: getStringMap(template, "metadata", "annotations") };
}

function computeStatus(replicaSet: KubeObject, input: ReplicaSetInput & { readonly active: readonly KubeObject[]; readonly available: number }): JsonObject {
  const { active, available, pods, failure, nowMs } = input;
  const labels = Object.entries(getStringMap(replicaSet, "spec", "template", "metadata", "labels"));
  const kept = getList(replicaSet, "status", "conditions").filter((entry) => getString(entry, "type") !== "ReplicaFailure" || failure !== undefined);
  const failed =
    failure === undefined ? [] : [{ type: "ReplicaFailure", status: "True" as const, reason: "FailedCreate", message: failure, lastTransitionTime: formatTime(nowMs) }];
  const conditions = mergeConditions(kept, failed);
  const ready = active.filter(isPodReady).length;
  return toJson({
    replicas: active.length,
    fullyLabeledReplicas: nonZero(active.filter((pod) => labels.every(([key, value]) => pod.metadata.labels?.[key] === value)).length),
    readyReplicas: nonZero(ready),
    availableReplicas: nonZero(available),
    terminatingReplicas: pods.filter((pod) => pod.metadata.deletionTimestamp !== undefined).length,
    observedGeneration: replicaSet.metadata.generation,
    conditions: conditions.length === 0 ? undefined : conditions,
  });
}

function nonZero(count: number): number | undefined {
  return count === 0 ? undefined : count;
}
