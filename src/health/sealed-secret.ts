import { getNumber, type KubeObject } from "../kube/index.ts";
import { getCondition } from "./conditions.ts";
import { health, type HealthRule, type HealthRules } from "./rule.ts";

/** Conditions on a SealedSecret beside `Synced`, which every sealed-secrets controller writes. */
export const sealedSecretConditions = {
  /** `False`: the Secret is not what the SealedSecret says, whatever `Synced` claims. Written where another controller unseals. */
  delivered: "sillage.dev/Delivered",
  /** The digest of what the Secret holds, and since when. */
  value: "sillage.dev/Value",
  /** `False`: containers still run with an older value; the message names their pods. */
  podsUpToDate: "sillage.dev/PodsUpToDate",
} as const;

/** Good only when this generation has been unsealed: until then the Secret holds what an older one said, whatever the condition claims. */
const assessSealedSecret: HealthRule = (object) => {
  const delivered = getCondition(object, sealedSecretConditions.delivered);
  if (delivered?.status === "False") return health("Degraded", delivered.message);
  const synced = getCondition(object, "Synced");
  if (synced === undefined || !isObserved(object)) return health("Progressing", "Waiting for the SealedSecret to be unsealed");
  if (synced.status === "False") return health("Degraded", addFix(synced.message));
  if (synced.status !== "True") return health("Progressing", synced.message);
  const pods = getCondition(object, sealedSecretConditions.podsUpToDate);
  return health("Healthy", pods?.status === "False" ? pods.message : "");
};

function isObserved(object: KubeObject): boolean {
  return (getNumber(object, "status", "observedGeneration") ?? 0) >= (object.metadata.generation ?? 0);
}

/** What Bitnami's controller says ends with the cause; ours goes on with the way out. */
const fixes: readonly (readonly [RegExp, string])[] = [
  [/^Resource "[^"]*" already exists and is not managed by SealedSecret$/, "annotate it with sealedsecrets.bitnami.com/managed=true to hand it over, or delete it"],
  [/no key could decrypt secret \([^()]*\)$/, "sealed for another namespace, name or scope, or for a key that this cluster does not have: `sillage seal status` tells which"],
  [/it was sealed for .*, which this cluster does not have$/, "bring the key back with `sillage seal restore`, or seal the secret again"],
  [/was sealed for .*, and not for [^,]*$/, "seal it again for where it is now, or with --scope namespace-wide or cluster-wide"],
];

function addFix(message: string): string {
  const fix = fixes.find(([pattern]) => pattern.test(message))?.[1];
  return fix === undefined ? message : `${message}: ${fix}`;
}

export const sealedSecretRules: HealthRules = { "bitnami.com/SealedSecret": assessSealedSecret };
