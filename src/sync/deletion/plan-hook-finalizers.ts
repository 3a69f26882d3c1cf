import { finalizers } from "../../api/index.ts";
import type { KubeObject } from "../../kube/index.ts";
import { type DeleteHookType, isDeleteHook } from "./plan-delete-hooks.ts";

const heldBy: readonly (readonly [DeleteHookType, readonly string[]])[] = [
  ["PreDelete", [finalizers.preDelete, finalizers.preDeleteCleanup]],
  ["PostDelete", [finalizers.postDelete, finalizers.postDeleteCleanup]],
];

/** The finalizers an Application needs so that the hooks of its deletion can run, beside those it has; `undefined` when nothing is to be changed. */
export function planHookFinalizers(present: readonly string[], hooks: readonly { readonly object: KubeObject }[]): readonly string[] | undefined {
  const [missing, surplus] = [new Set<string>(), new Set<string>()];
  for (const [type, names] of heldBy) {
    const isNeeded = hooks.some(({ object }) => isDeleteHook(object, type));
    for (const name of names) if (isNeeded !== present.includes(name)) (isNeeded ? missing : surplus).add(name);
  }
  return missing.size + surplus.size === 0 ? undefined : [...present.filter((name) => !surplus.has(name)), ...missing];
}
