import { finalizers } from "../../api/index.ts";
import { assessObject } from "../../health/index.ts";
import type { KubeObject } from "../../kube/index.ts";
import { getDeletePolicies } from "../hook.ts";

export interface DeleteHookCleanup<T> {
  /** Need not be held any longer. */
  readonly release: readonly T[];
  /** Their delete policy says so. */
  readonly remove: readonly T[];
  /** Nothing is left to be done or waited for. */
  readonly isDone: boolean;
}

/** What to do with the live hooks of one type after a deletion. Their policies go by how all of them ended; `BeforeHookCreation` alone leaves them there. */
export function planDeleteHookCleanup<T extends { readonly object: KubeObject }>(hooks: readonly T[]): DeleteHookCleanup<T> {
  const present = hooks.filter(({ object }) => object.metadata.deletionTimestamp === undefined);
  const states = present.map(({ object }) => assessObject(object)?.status ?? "Healthy");
  const due = states.includes("Degraded") ? "HookFailed" : states.every((status) => status === "Healthy") ? "HookSucceeded" : undefined;
  const remove = present.filter(({ object }) => due !== undefined && getDeletePolicies(object).includes(due));
  const release = hooks.filter((hook) => !remove.includes(hook) && hook.object.metadata.finalizers?.includes(finalizers.hook) === true);
  return { release, remove, isDone: release.length === 0 && remove.length === 0 && present.length === hooks.length };
}
