import { getList, getNumber, getString, getStringMap, type KubeObject } from "../../../kube/index.ts";
import { isSealedSecretOwner } from "../merge-secret.ts";
import { secretAnnotations } from "../names.ts";

export interface DeliveryInput {
  readonly sealedSecret: KubeObject;
  /** Metadata of the Secret of its name; `undefined` when there is none, "unknown" when Secrets cannot be read. */
  readonly secret: KubeObject | "unknown" | undefined;
}

/** Why a SealedSecret is not delivered, in spite of its status or for want of one. */
export interface Trouble {
  readonly reason: "NoController" | "SecretMissing" | "SecretNotOwned";
  readonly message: string;
}

/** What another controller owes us. What it says itself in `Synced` is not repeated. */
export function assessDelivery({ sealedSecret, secret }: DeliveryInput): Trouble | undefined {
  const { generation = 0, name = "" } = sealedSecret.metadata;
  const observed = getNumber(sealedSecret, "status", "observedGeneration");
  if (observed === undefined || observed < generation) return { reason: "NoController", message: describeSilence(sealedSecret, observed) };
  const synced = getList(sealedSecret, "status", "conditions").find((condition) => getString(condition, "type") === "Synced");
  if (getString(synced, "status") !== "True" || secret === "unknown") return undefined;
  if (secret === undefined) {
    return { reason: "SecretMissing", message: `Secret "${name}" is not there, though it was unsealed: it was deleted, and no sealed-secrets controller has made it again` };
  }
  if (isDelivered(sealedSecret, secret)) return undefined;
  return {
    reason: "SecretNotOwned",
    message: `Secret "${name}" was not made from this SealedSecret: delete it, or annotate it with ${secretAnnotations.managed}=true to hand it over`,
  };
}

function describeSilence({ metadata }: KubeObject, observed: number | undefined): string {
  const which = observed === undefined ? "this SealedSecret" : `generation ${metadata.generation}, so the Secret holds at best what generation ${observed} said`;
  return `No controller has looked at ${which}: the sealed-secrets controller does not run or may not see this namespace; \`sillage server\` takes over without --sealed-secrets=external`;
}

function isDelivered(sealedSecret: KubeObject, { metadata }: KubeObject): boolean {
  const { annotations = {}, ownerReferences = [] } = metadata;
  const stays = getStringMap(sealedSecret, "spec", "template", "metadata", "annotations")[secretAnnotations.skipOwner] === "true";
  const isShared = annotations[secretAnnotations.patch] === "true" || annotations[secretAnnotations.managed] === "true";
  return stays || isShared || ownerReferences.some((owner) => isSealedSecretOwner(owner) && owner.name === sealedSecret.metadata.name);
}
