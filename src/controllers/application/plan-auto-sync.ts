import { type Application, isAutomated, type Operation, type SyncResource } from "../../api/index.ts";
import { computeBackoffMs } from "../../async/index.ts";
import { isSameJson } from "../../diff/index.ts";
import type { ComparedObject } from "../../sync/index.ts";
import { comparedTarget, isSameTarget, pinnedTarget, type Target, toRevisionRef } from "./target.ts";

export type AutoSyncDecision =
  | { readonly kind: "none" }
  | { readonly kind: "sync"; readonly operation: Operation }
  /** Not before then; with a message when a person should know. */
  | { readonly kind: "later"; readonly afterMs: number; readonly message?: string }
  /** Worth a person's attention. */
  | { readonly kind: "refused"; readonly message: string };

export interface AutoSyncInput {
  readonly app: Application;
  readonly objects: readonly ComparedObject[];
  readonly isOutOfSync: boolean;
  readonly hasHooks: boolean;
  readonly target: Target;
  /** This process has not looked at the application before. */
  readonly isFirstLook: boolean;
  readonly nowMs: number;
}

const none: AutoSyncDecision = { kind: "none" };
const defaultRetryLimit = 5;

/** Drift is undone at once this often in a row; then somebody fights us, and we come back ever more slowly. */
const quickHeals = 20;
const healBackoff = { baseMs: 2_000, factor: 3, maxMs: 300_000 };
/** After such a quiet time, drift is news again. */
const quietMs = 60_000;
const failedHealMs = 60_000;

/** Whether automation starts a sync now. A revision is attempted once; drift after a success is healed, by a sync of the drifted objects only. */
export function planAutoSync(input: AutoSyncInput): AutoSyncDecision {
  const { app, objects, isOutOfSync, target } = input;
  const automated = app.spec.syncPolicy?.automated;
  if (automated === undefined || !isAutomated(app.spec)) return none;
  if (!isOutOfSync) return isUnrecorded(input) ? { kind: "sync", operation: buildOperation(input, {}) } : none;
  const unsynced = objects.filter(({ status, sharedWith }) => status !== "Synced" && sharedWith === undefined);
  const treatable = automated.prune === true ? unsynced : unsynced.filter(({ desired }) => desired !== undefined);
  if (treatable.length === 0) return none;
  const attempt = lastAttempt(app, target);
  const failure = `Failed last sync attempt to ${describeRevisions(target)}: ${app.status.operationState?.message ?? ""}`;
  if (attempt === "failed") return isHeal(app) && automated.selfHeal === true ? planHealAgain(input, { treatable, failure }) : { kind: "refused", message: failure };
  if (attempt === "succeeded" && automated.selfHeal !== true) return none;
  if (automated.prune === true && automated.allowEmpty !== true && objects.every(({ desired }) => desired === undefined)) {
    return { kind: "refused", message: `Skipping sync attempt to ${describeRevisions(target)}: auto-sync will wipe out all resources` };
  }
  return attempt === "succeeded" ? planHeal(input, treatable) : { kind: "sync", operation: buildOperation(input, {}) };
}

/**
 * Everything is in place and no status says so: it was adopted, or deployed by a process that died before it could tell. A sync that changes nothing records it.
 */
function isUnrecorded({ app, objects, hasHooks, target, isFirstLook }: AutoSyncInput): boolean {
  if (objects.length === 0 || hasHooks) return false;
  if (app.status.sync === undefined) return app.status.operationState === undefined;
  return isFirstLook && !isSameTarget(comparedTarget(app), target) && lastAttempt(app, target) === "never";
}

function planHeal(input: AutoSyncInput, drifted: readonly ComparedObject[]): AutoSyncDecision {
  const state = input.app.status.operationState;
  const sinceMs = input.nowMs - Date.parse(state?.finishedAt ?? state?.startedAt ?? "");
  const healed = state?.operation.sync?.autoHealAttemptsCount ?? 0;
  const backoffMs = healed < quickHeals ? 0 : computeBackoffMs(healed - quickHeals, healBackoff);
  if (sinceMs < backoffMs) return { kind: "later", afterMs: backoffMs - sinceMs };
  const autoHealAttemptsCount = sinceMs > Math.max(quietMs, 2 * backoffMs) ? 1 : healed + 1;
  const resources = drifted.map(({ key }): SyncResource => ({ group: key.group, kind: key.kind, namespace: key.namespace, name: key.name }));
  return { kind: "sync", operation: buildOperation(input, { resources, autoHealAttemptsCount }) };
}

/** A heal that failed says nothing against the revision, so it is tried again, seldom. */
function planHealAgain(input: AutoSyncInput, { treatable, failure }: { readonly treatable: readonly ComparedObject[]; readonly failure: string }): AutoSyncDecision {
  const sinceMs = input.nowMs - Date.parse(input.app.status.operationState?.finishedAt ?? "");
  return sinceMs < failedHealMs ? { kind: "later", afterMs: failedHealMs - sinceMs, message: failure } : planHeal(input, treatable);
}

function isHeal({ status }: Application): boolean {
  return status.operationState?.operation.sync?.autoHealAttemptsCount !== undefined;
}

function buildOperation({ app, target }: AutoSyncInput, selection: { readonly resources?: readonly SyncResource[]; readonly autoHealAttemptsCount?: number }): Operation {
  const { automated, syncOptions, retry } = app.spec.syncPolicy ?? {};
  const { revision, revisions } = toRevisionRef(target, app);
  return {
    sync: {
      ...(revision === undefined ? {} : { revision }),
      ...(revisions === undefined ? {} : { revisions }),
      ...(automated?.prune === true ? { prune: true } : {}),
      ...(syncOptions === undefined ? {} : { syncOptions }),
      ...selection,
    },
    initiatedBy: { automated: true },
    retry: retry ?? { limit: defaultRetryLimit },
  };
}

function lastAttempt({ status }: Application, target: Target): "succeeded" | "failed" | "never" {
  const { operationState } = status;
  const attempted = pinnedTarget(operationState?.syncResult);
  if (operationState === undefined || operationState.operation.sync?.dryRun === true || !isSameJson(attempted, target)) return "never";
  return operationState.phase === "Succeeded" ? "succeeded" : "failed";
}

function describeRevisions({ revisions }: Target): string {
  return `[${revisions.join(", ")}]`;
}
