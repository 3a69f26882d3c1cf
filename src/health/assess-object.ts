import { finalizers, type HealthStatus } from "../api/index.ts";
import { type KubeObject, parseApiVersion } from "../kube/index.ts";
import { applicationRules } from "./application.ts";
import { autoscalingRules } from "./autoscaling.ts";
import { batchRules } from "./batch.ts";
import { extensionRules } from "./extensions.ts";
import { networkRules } from "./network.ts";
import { podRules } from "./pod.ts";
import { health, type HealthRules } from "./rule.ts";
import { sealedSecretRules } from "./sealed-secret.ts";
import { storageRules } from "./storage.ts";
import { workloadRules } from "./workloads.ts";

const builtInRules: HealthRules = {
  ...workloadRules,
  ...podRules,
  ...batchRules,
  ...networkRules,
  ...storageRules,
  ...autoscalingRules,
  ...extensionRules,
  ...applicationRules,
  ...sealedSecretRules,
};

/** The health of a live object; `undefined` when its kind has none. */
export function assessObject(object: KubeObject): HealthStatus | undefined {
  const { deletionTimestamp, finalizers: held = [] } = object.metadata;
  if (deletionTimestamp !== undefined && !held.includes(finalizers.hook)) return health("Progressing", "Pending deletion");
  return builtInRules[`${parseApiVersion(object.apiVersion).group}/${object.kind}`]?.(object);
}
