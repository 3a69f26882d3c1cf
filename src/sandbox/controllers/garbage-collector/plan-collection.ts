import type { KubeObject, OwnerReference } from "../../../kube/index.ts";
import { type GraphNode, ownersOf } from "./ownership-graph.ts";

export const foregroundFinalizer = "foregroundDeletion";
export const orphanFinalizer = "orphan";

export type CollectionStep =
  | { readonly kind: "delete"; readonly propagationPolicy: "Background" | "Foreground" | "Orphan" }
  | { readonly kind: "dropOwners"; readonly uids: readonly string[] }
  | { readonly kind: "orphanDependents"; readonly dependents: readonly GraphNode[] }
  | { readonly kind: "deleteDependents"; readonly dependents: readonly GraphNode[] }
  | { readonly kind: "removeFinalizer"; readonly finalizer: string };

/** An owner as the object's reference finds it. */
export interface OwnerState {
  readonly reference: OwnerReference;
  /** `waiting`: it goes away in the foreground and waits for this object. */
  readonly state: "solid" | "waiting" | "absent";
}

/** What becomes of an object that is going away itself: its dependents first, or left behind, as the finalizer says. */
export function planFinalization(object: KubeObject, dependents: readonly GraphNode[]): readonly CollectionStep[] {
  const { uid = "", finalizers = [] } = object.metadata;
  if (finalizers.includes(orphanFinalizer)) {
    return dependents.length > 0 ? [{ kind: "orphanDependents", dependents }] : [{ kind: "removeFinalizer", finalizer: orphanFinalizer }];
  }
  if (!finalizers.includes(foregroundFinalizer)) return [];
  const blocking = dependents.filter((dependent) => ownersOf(dependent.object).some((owner) => owner.uid === uid && owner.blockOwnerDeletion === true));
  return blocking.length > 0 ? [{ kind: "deleteDependents", dependents: blocking }] : [{ kind: "removeFinalizer", finalizer: foregroundFinalizer }];
}

/** What becomes of an object whose owners are in these states: it lives while one of them does. */
export function planDependent(object: KubeObject, owners: readonly OwnerState[], hasDependents: boolean): readonly CollectionStep[] {
  const gone = owners.filter((owner) => owner.state !== "solid");
  if (gone.length === 0) return [];
  if (gone.length < owners.length) return [{ kind: "dropOwners", uids: gone.map((owner) => owner.reference.uid) }];
  const { finalizers = [] } = object.metadata;
  if (finalizers.includes(orphanFinalizer)) return [{ kind: "delete", propagationPolicy: "Orphan" }];
  const foreground = finalizers.includes(foregroundFinalizer) || (hasDependents && gone.some((owner) => owner.state === "waiting"));
  return [{ kind: "delete", propagationPolicy: foreground ? "Foreground" : "Background" }];
}
