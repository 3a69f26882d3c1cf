import { finalizers } from "../../../api/index.ts";
import type { DeleteHookType } from "../../../sync/index.ts";

/** A part of a deletion. The finalizers say which are still to come. */
export type Stage = { readonly finalizers: readonly string[] } & (
  | { readonly kind: "hooks"; readonly type: DeleteHookType; readonly hasCleanup: boolean }
  | { readonly kind: "cascade"; readonly propagationPolicy: "Foreground" | "Background" }
  | { readonly kind: "cleanup"; readonly type: DeleteHookType }
);

/** How far one pass has brought its stage. */
export type StageOutcome =
  | { readonly kind: "done" }
  /** Watches tell of what happens; `hold` says what a person must do first. */
  | { readonly kind: "wait"; readonly hold?: string }
  /** Without `retryInMs`, nothing is to be expected before something changes. */
  | { readonly kind: "failed"; readonly message: string; readonly retryInMs?: number };

const cascades: readonly string[] = [finalizers.foregroundDefault, finalizers.foreground, finalizers.background];

/** The stage a deletion is in: PreDelete hooks, the objects, PostDelete hooks, then what the hooks have left. `undefined` when no finalizer is ours. */
export function findStage(present: readonly string[]): Stage | undefined {
  const { preDelete, preDeleteCleanup, postDelete, postDeleteCleanup } = finalizers;
  const cascade = present.filter((finalizer) => cascades.includes(finalizer));
  if (present.includes(preDelete)) return { kind: "hooks", type: "PreDelete", hasCleanup: present.includes(preDeleteCleanup), finalizers: [preDelete] };
  if (cascade.length > 0) return { kind: "cascade", propagationPolicy: cascade.includes(finalizers.background) ? "Background" : "Foreground", finalizers: cascade };
  if (present.includes(postDelete)) return { kind: "hooks", type: "PostDelete", hasCleanup: present.includes(postDeleteCleanup), finalizers: [postDelete] };
  if (present.includes(preDeleteCleanup)) return { kind: "cleanup", type: "PreDelete", finalizers: [preDeleteCleanup] };
  return present.includes(postDeleteCleanup) ? { kind: "cleanup", type: "PostDelete", finalizers: [postDeleteCleanup] } : undefined;
}
