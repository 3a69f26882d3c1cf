import { getList, getString, getStringMap, type KubeObject } from "../kube/index.ts";
import { health, type HealthRule, type HealthRules } from "./rule.ts";

const failures = new Set([
  "FailedGetScale",
  "FailedUpdateScale",
  "FailedGetResourceMetric",
  "FailedGetObjectMetric",
  "FailedGetPodsMetric",
  "FailedGetExternalMetric",
  "FailedComputeMetricsReplicas",
  "InvalidSelector",
]);

const assessAutoscaler: HealthRule = (object) => {
  const conditions = conditionsOf(object);
  const failed = conditions.find((condition) => failures.has(getString(condition, "reason") ?? ""));
  if (failed !== undefined) return health("Degraded", getString(failed, "message"));
  const works = conditions.find((condition) => ["AbleToScale", "ScalingLimited"].includes(getString(condition, "type") ?? "") && getString(condition, "status") === "True");
  return works === undefined ? health("Progressing", "Waiting to autoscale") : health("Healthy", getString(works, "message"));
};

export const autoscalingRules: HealthRules = { "autoscaling/HorizontalPodAutoscaler": assessAutoscaler };

/** autoscaling/v1 keeps them as JSON text in an annotation. */
function conditionsOf(object: KubeObject): readonly unknown[] {
  const text = getStringMap(object, "metadata", "annotations")["autoscaling.alpha.kubernetes.io/conditions"];
  if (text === undefined) return getList(object, "status", "conditions");
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    // Written by the server; a broken text only means that nothing is known yet.
    return [];
  }
}
