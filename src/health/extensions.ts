import { getList, getString } from "../kube/index.ts";
import { getCondition } from "./conditions.ts";
import { health, healthy, type HealthRule, type HealthRules } from "./rule.ts";

const assessCustomResourceDefinition: HealthRule = (object) => {
  if (getCondition(object, "Terminating")?.status === "True") return health("Progressing", getCondition(object, "Terminating")?.message);
  const names = getCondition(object, "NamesAccepted");
  if (names?.status === "False") return health("Degraded", names.message);
  const nonStructural = getCondition(object, "NonStructuralSchema");
  if (nonStructural?.status === "True") return health("Degraded", nonStructural.message);
  return getCondition(object, "Established")?.status === "True" ? healthy : health("Progressing", "Waiting for the definition to be established");
};

const assessApiService: HealthRule = (object) => {
  const available = getCondition(object, "Available");
  return available?.status === "True" ? health("Healthy", describe(available)) : health("Progressing", available === undefined ? "Waiting to be processed" : describe(available));
};

const assessDisruptionBudget: HealthRule = (object) => {
  const blocked = getList(object, "status", "conditions").find((condition) => getString(condition, "status") === "False" && getString(condition, "reason") !== "InsufficientPods");
  return blocked === undefined ? healthy : health("Degraded", getString(blocked, "message"));
};

export const extensionRules: HealthRules = {
  "apiextensions.k8s.io/CustomResourceDefinition": assessCustomResourceDefinition,
  "apiregistration.k8s.io/APIService": assessApiService,
  "policy/PodDisruptionBudget": assessDisruptionBudget,
};

function describe({ reason, message }: { readonly reason: string; readonly message: string }): string {
  return [reason, message].filter((part) => part !== "").join(": ");
}
