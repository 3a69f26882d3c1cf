import { getNumber } from "../kube/index.ts";
import { getCondition } from "./conditions.ts";
import { health, healthy, type HealthRule, type HealthRules } from "./rule.ts";

/** Good only when this generation has been unsealed: until then the Secret holds what an older one said, whatever the condition claims. */
const assessSealedSecret: HealthRule = (object) => {
  const synced = getCondition(object, "Synced");
  const { generation = 0 } = object.metadata;
  if (synced === undefined || (getNumber(object, "status", "observedGeneration") ?? 0) < generation) return health("Progressing", "Waiting for the SealedSecret to be unsealed");
  if (synced.status === "False") return health("Degraded", synced.message);
  return synced.status === "True" ? healthy : health("Progressing", synced.message);
};

export const sealedSecretRules: HealthRules = { "bitnami.com/SealedSecret": assessSealedSecret };
