import { getField, getList, getNumber, type JsonObject, type KubeObject } from "../../../kube/index.ts";
import { type Condition, formatTime, isPodActive, isPodReady, mergeConditions, resolveIntOrPercent, toJson } from "../../machinery/index.ts";

/** How many of the selected pods may be evicted now. Percentages count from the pods that exist. */
export function computeDisruptionStatus(budget: KubeObject, pods: readonly KubeObject[], nowMs: number): JsonObject {
  const active = pods.filter(isPodActive);
  const expectedPods = active.length;
  const currentHealthy = active.filter(isPodReady).length;
  const maxUnavailable = getField(budget, "spec", "maxUnavailable");
  const desiredHealthy =
    maxUnavailable === undefined
      ? resolveIntOrPercent(getField(budget, "spec", "minAvailable") ?? 1, expectedPods, "up")
      : Math.max(0, expectedPods - resolveIntOrPercent(maxUnavailable, expectedPods, "up"));
  const disruptionsAllowed = expectedPods === 0 ? 0 : Math.max(0, currentHealthy - desiredHealthy);
  const observedGeneration = budget.metadata.generation ?? getNumber(budget, "status", "observedGeneration");
  const condition: Condition = {
    type: "DisruptionAllowed",
    status: disruptionsAllowed > 0 ? "True" : "False",
    reason: disruptionsAllowed > 0 ? "SufficientPods" : "InsufficientPods",
    message: "",
    ...(observedGeneration === undefined ? {} : { observedGeneration }),
    lastTransitionTime: formatTime(nowMs),
  };
  const conditions = mergeConditions(getList(budget, "status", "conditions"), [condition]);
  return toJson({ observedGeneration, disruptionsAllowed, currentHealthy, desiredHealthy, expectedPods, conditions });
}
