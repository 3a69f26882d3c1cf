import { getList, getNumber, getString, type KubeObject } from "../../kube/index.ts";
import { getCondition, isConditionTrue } from "./conditions.ts";
import { parseTime } from "./time.ts";

/** Succeeded or Failed: it will never run again. */
export function isPodFinished(pod: KubeObject): boolean {
  const phase = getString(pod, "status", "phase");
  return phase === "Succeeded" || phase === "Failed";
}

/** Neither finished nor being deleted: it counts as a replica. */
export function isPodActive(pod: KubeObject): boolean {
  return !isPodFinished(pod) && pod.metadata.deletionTimestamp === undefined;
}

export function isPodReady(pod: KubeObject): boolean {
  return isConditionTrue(pod, "Ready");
}

/** Milliseconds until a pod has been ready for `minReadySeconds`: 0 when it is available, `undefined` when it is not even ready. */
export function computeAvailableInMs(pod: KubeObject, options: { readonly minReadySeconds: number; readonly nowMs: number }): number | undefined {
  if (!isPodReady(pod)) return undefined;
  if (options.minReadySeconds === 0) return 0;
  const since = parseTime(getString(getCondition(pod, "Ready"), "lastTransitionTime")) ?? options.nowMs;
  return Math.max(0, since + options.minReadySeconds * 1000 - options.nowMs);
}

export function countRestarts(pod: KubeObject): number {
  return getList(pod, "status", "containerStatuses").reduce<number>((sum, status) => sum + (getNumber(status, "restartCount") ?? 0), 0);
}
