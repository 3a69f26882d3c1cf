/** Making live equal to desired: which objects, in which waves, what next (all pure), and carrying out one wave. Knows no repository and no status of an Application. */
export { type DesiredObject, type DesiredState, prepareDesired } from "./desired.ts";
export { type ComparedObject, type SyncInput } from "./task.ts";
export { planSync, type SyncPlan, type SyncStep } from "./plan-sync.ts";
export { executeWave } from "./execute-wave.ts";
export { addOutcomes } from "./results.ts";
export { applyObject, owners, refOf } from "./apply-object.ts";
export { releaseHook } from "./release-hook.ts";
export { getHookRole } from "./hook.ts";
export { getPropagationPolicy, hasObjectOption, hasOption, isExtraneousIgnored } from "./sync-options.ts";
export { waveOf } from "./wave.ts";
export { attemptOf } from "./attempt.ts";
export { planHookCleanup } from "./plan-hook-cleanup.ts";
export { stopHooks } from "./stop-hooks.ts";
export { planCascade } from "./deletion/plan-cascade.ts";
export { type DeleteHookType, isDeleteHook, planDeleteHooks } from "./deletion/plan-delete-hooks.ts";
export { planDeleteHookCleanup } from "./deletion/plan-delete-hook-cleanup.ts";
export { planHookFinalizers } from "./deletion/plan-hook-finalizers.ts";
