import type { HealthStatus, ResourceResult } from "../api/index.ts";
import { assessObject } from "../health/index.ts";
import { belongsToAttempt } from "./attempt.ts";
import type { ApplyTask, HookTask, PruneTask, SyncTask, TaskState, TrackedTask } from "./task.ts";

export interface AssessOptions {
  readonly attempt: string;
  /** More than one wave or phase: each must be healthy before the next. */
  readonly isMultiStep: boolean;
  /** Nothing becomes live: what was tried is done. */
  readonly isDryRun: boolean;
  /** What this operation recorded of the task. */
  readonly result: ResourceResult | undefined;
}

interface Progress {
  readonly state: TaskState;
  readonly message: string;
}

/** How far a task is, read from the live object; what was recorded only tells what need not be done again. */
export function assessTask(task: SyncTask, options: AssessOptions): TrackedTask {
  const { result, isDryRun } = options;
  if (result?.status === "SyncFailed") return { ...task, state: "failed", message: result.message ?? "" };
  if (isDryRun && result !== undefined) return { ...task, state: "succeeded", message: result.message ?? "" };
  if (task.kind === "apply") return { ...task, ...assessApply(task, options) };
  if (task.kind === "prune") return { ...task, ...assessPrune(task, options) };
  return { ...task, ...assessHook(task, options) };
}

function assessApply(task: ApplyTask, { isMultiStep, result }: AssessOptions): Progress {
  const message = result?.message ?? "unchanged";
  if (task.mode === "recreate" && result === undefined && task.live?.metadata.deletionTimestamp !== undefined) return { state: "running", message: "being deleted" };
  if (task.live === undefined || (result === undefined && !task.isEqual)) return { state: "pending", message: "" };
  if (!isMultiStep || result?.hookPhase === "Succeeded") return { state: "succeeded", message };
  const health = assessObject(task.live);
  const state = health === undefined ? "succeeded" : stateOfObject(health, task);
  return { state, message: state === "failed" ? (health?.message ?? "it is degraded") : message };
}

/** A degraded object fails the sync; a degraded child application may still recover by its own means, so it is waited for. */
function stateOfObject({ status }: HealthStatus, { key }: ApplyTask): TaskState {
  const isChild = key.group === "argoproj.io" && key.kind === "Application";
  if (status === "Healthy" || (isChild && status === "Missing")) return "succeeded";
  return status === "Degraded" && !isChild ? "failed" : "running";
}

function assessPrune({ live, skipped }: PruneTask, { result }: AssessOptions): Progress {
  if (skipped !== undefined) return { state: "succeeded", message: skipped };
  const isGoing = result?.status === "Pruned" || live.metadata.deletionTimestamp !== undefined;
  return isGoing ? { state: "running", message: "pruned" } : { state: "pending", message: "" };
}

function assessHook({ live, desired }: HookTask, { attempt, result }: AssessOptions): Progress {
  if (result?.hookPhase === "Succeeded") return { state: "succeeded", message: result.message ?? "" };
  if (result?.hookPhase === "Failed") return { state: "failed", message: result.message ?? "" };
  if (live === undefined && result !== undefined) return { state: "failed", message: `${desired.key.kind} ${desired.key.name} is missing, it might have been deleted` };
  if (live === undefined || !belongsToAttempt(live, attempt)) return { state: "pending", message: "" };
  const health = assessObject(live) ?? { status: "Healthy" };
  const message = health.message ?? "created";
  if (health.status === "Healthy") return { state: "succeeded", message };
  return { state: health.status === "Degraded" || health.status === "Unknown" ? "failed" : "running", message };
}
