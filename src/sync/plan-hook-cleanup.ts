import { finalizers, type OperationState } from "../api/index.ts";
import { keyOf, type KubeObject } from "../kube/index.ts";
import { attemptOf, belongsToAttempt } from "./attempt.ts";
import { getDeletePolicies, getHookRole } from "./hook.ts";

export interface HookCleanup {
  /** Their end was seen: they need not be held any longer. */
  readonly release: readonly KubeObject[];
  /** Their delete policy says so. */
  readonly remove: readonly KubeObject[];
}

/** What to do with live hook objects, from what is live and the last operation. While one runs, only hooks whose end is on record are let go. */
export function planHookCleanup(live: readonly KubeObject[], state: OperationState | undefined): HookCleanup {
  const isRunning = state !== undefined && (state.phase === "Running" || state.phase === "Terminating");
  const hooks = live.filter((object) => getHookRole(object).kind === "hook");
  const remove = isRunning || state === undefined ? [] : hooks.filter((hook) => isDue(hook, state));
  const release = hooks.filter((hook) => isHeld(hook) && (!isRunning || !belongsTo(hook, state) || hasEnded(hook, state)));
  return { release, remove };
}

function isDue(hook: KubeObject, state: OperationState): boolean {
  if (!belongsTo(hook, state) || hook.metadata.deletionTimestamp !== undefined) return false;
  return getDeletePolicies(hook).includes(state.phase === "Succeeded" ? "HookSucceeded" : "HookFailed");
}

function belongsTo(hook: KubeObject, state: OperationState): boolean {
  return belongsToAttempt(hook, attemptOf(state));
}

function isHeld({ metadata }: KubeObject): boolean {
  return metadata.finalizers?.includes(finalizers.hook) ?? false;
}

function hasEnded(hook: KubeObject, { syncResult }: OperationState): boolean {
  const { group, kind, namespace, name } = keyOf(hook);
  const result = syncResult?.resources?.find((item) => item.group === group && item.kind === kind && item.namespace === namespace && item.name === name);
  return result?.hookPhase === "Succeeded" || result?.hookPhase === "Failed";
}
