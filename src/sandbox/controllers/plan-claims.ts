import { getField, type KubeObject, matchesSelector } from "../../kube/index.ts";
import { createControllerRef, getControllerRef } from "../machinery/index.ts";

export interface Claim {
  readonly object: KubeObject;
  readonly ownerReferences: KubeObject["metadata"]["ownerReferences"];
}

/** Who belongs to an owner: matching objects it controls; those that no longer match are let go, matching orphans are taken. */
export interface Claims {
  readonly owned: readonly KubeObject[];
  readonly changes: readonly Claim[];
}

/** `controlled` are the objects whose controller is the owner, `orphans` those of its namespace without one. An owner on its way out claims nothing new. */
export function planClaims(owner: KubeObject, controlled: readonly KubeObject[], orphans: readonly KubeObject[]): Claims {
  const selector = getField(owner, "spec", "selector");
  const deleting = owner.metadata.deletionTimestamp !== undefined;
  const matches = (object: KubeObject): boolean => matchesSelector(selector, object.metadata.labels ?? {});
  const released = deleting ? [] : controlled.filter((object) => !matches(object));
  const adopted = deleting ? [] : orphans.filter((object) => object.metadata.deletionTimestamp === undefined && getControllerRef(object) === undefined && matches(object));
  return {
    owned: [...controlled.filter(matches), ...adopted],
    changes: [
      ...released.map((object) => ({ object, ownerReferences: object.metadata.ownerReferences?.filter((ref) => ref.uid !== owner.metadata.uid) })),
      ...adopted.map((object) => ({ object, ownerReferences: [...(object.metadata.ownerReferences ?? []), createControllerRef(owner)] })),
    ],
  };
}
