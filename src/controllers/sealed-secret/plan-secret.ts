import { isSameJson } from "../../diff/index.ts";
import type { KubeObject } from "../../kube/index.ts";
import { isImmutable, isSameSecret, isSealedSecretOwner, type MergeMode, mergeSecret, typeOf } from "./merge-secret.ts";
import { secretAnnotations } from "./names.ts";

export interface PlanInput {
  /** Digest of what is in the cluster. */
  readonly live: KubeObject | undefined;
  /** Digest of what the SealedSecret makes. */
  readonly desired: KubeObject;
  /** This generation was unsealed before: what others have added since to labels and annotations is theirs. */
  readonly isSettled: boolean;
}

export type SecretPlan =
  | { readonly kind: "create" }
  | { readonly kind: "keep" }
  | { readonly kind: "update"; readonly mode: MergeMode }
  | { readonly kind: "refuse"; readonly message: string };

/** What to do about the Secret. One that belongs to somebody else, or that the API cannot change, is left alone. */
export function planSecret({ live, desired, isSettled }: PlanInput): SecretPlan {
  if (live === undefined) return { kind: "create" };
  const mode = selectMode(live, isSettled);
  if (mode === undefined)
    return isSameSecret(live, desired) ? { kind: "keep" } : { kind: "refuse", message: `Resource "${nameOf(live)}" already exists and is not managed by SealedSecret` };
  const merged = mergeSecret(live, desired, mode);
  if (isSameSecret(live, merged)) return { kind: "keep" };
  const problem = findObstacle(live, merged);
  return problem === undefined ? { kind: "update", mode } : { kind: "refuse", message: problem };
}

/** How the Secret may be changed; `undefined` when it may not. An owner of our name counts though it has been made anew since: only a SealedSecret can have made the Secret. */
function selectMode({ metadata }: KubeObject, isSettled: boolean): MergeMode | undefined {
  const { annotations = {}, ownerReferences = [], name } = metadata;
  if (annotations[secretAnnotations.patch] === "true") return "patch";
  const isOurs = annotations[secretAnnotations.managed] === "true" || ownerReferences.some((owner) => isSealedSecretOwner(owner) && owner.name === name);
  if (!isOurs) return undefined;
  return isSettled ? "restore" : "replace";
}

/** What the API would refuse, with the way out. */
function findObstacle(live: KubeObject, merged: KubeObject): string | undefined {
  const wayOut = "delete the Secret, and it is made again";
  if (typeOf(live) !== typeOf(merged)) return `Resource "${nameOf(live)}" has type "${typeOf(live)}", which cannot become "${typeOf(merged)}": ${wayOut}`;
  if (isImmutable(live) && !(isImmutable(merged) && isSameJson(live["data"], merged["data"]))) return `Resource "${nameOf(live)}" is immutable: ${wayOut}`;
  return undefined;
}

function nameOf({ metadata }: KubeObject): string {
  return metadata.name ?? "";
}
