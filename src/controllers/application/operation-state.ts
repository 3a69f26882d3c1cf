import { type Application, type Operation, type OperationState, type RetryPolicy } from "../../api/index.ts";
import { computeBackoffMs, parseDurationMs } from "../../async/index.ts";
import { isSameJson } from "../../diff/index.ts";
import type { SyncPlan, SyncStep } from "../../sync/index.ts";
import { type Target, toRevisionRef } from "./target.ts";

/** An operation as it begins, pinned to a target. */
export function beginOperation(app: Application, operation: Operation, options: { readonly target: Target; readonly now: string }): OperationState {
  const { target, now } = options;
  return { operation, phase: "Running", message: "waiting to start", startedAt: now, syncResult: { ...toRevisionRef(target, app), resources: [] } };
}

/** An operation after one step of its plan. */
export function advanceOperation(state: OperationState, plan: SyncPlan, now: string): OperationState {
  const { step, results } = plan;
  const { finishedAt: _finishedAt, ...running } = state;
  const next = { ...running, syncResult: { ...state.syncResult, resources: results }, message: describeStep(step) };
  if (step.kind !== "finish") return next;
  return endOperation(next, { phase: step.phase, message: step.message, now });
}

/** The end of an operation, or the wait for its next try. */
export function endOperation(state: OperationState, end: { readonly phase: "Succeeded" | "Failed" | "Error"; readonly message: string; readonly now: string }): OperationState {
  const { phase, message, now } = end;
  const { retryCount = 0 } = state;
  if (phase === "Succeeded" || state.phase === "Terminating") return { ...state, phase, message, finishedAt: now };
  const { limit = 0 } = state.operation.retry ?? {};
  if (limit >= 0 && retryCount >= limit) {
    return { ...state, phase, message: retryCount > 0 ? `${message} (retried ${retryCount} times).` : message, finishedAt: now };
  }
  const due = new Date(Date.parse(now) + retryWaitMs(state.operation.retry, retryCount)).toISOString();
  return { ...state, phase: "Running", message: `${message}. Retrying attempt #${retryCount + 1} at ${due}.`, finishedAt: now, retryCount: retryCount + 1 };
}

/** Milliseconds until the next try of an operation that waits for one; `undefined` when it does not. */
export function retryDueInMs(state: OperationState, nowMs: number): number | undefined {
  if (!isActive(state) || state.finishedAt === undefined) return undefined;
  return Math.max(0, Date.parse(state.finishedAt) + retryWaitMs(state.operation.retry, (state.retryCount ?? 1) - 1) - nowMs);
}

/** The next try: nothing of the last one counts. */
export function retryOperation(app: Application, state: OperationState, target: Target): OperationState {
  const { finishedAt: _finishedAt, ...rest } = state;
  return { ...rest, syncResult: { ...toRevisionRef(target, app), resources: [] } };
}

type ActiveState = OperationState & { readonly phase: "Running" | "Terminating" };

export function isActive(state: OperationState | undefined): state is ActiveState {
  return state?.phase === "Running" || state?.phase === "Terminating";
}

/** The operation a person asked for that is not the one under way. */
export function getRequest({ operation, status }: Application): Operation | undefined {
  if (operation === undefined) return undefined;
  return isActive(status.operationState) && isSameJson(status.operationState.operation, operation) ? undefined : operation;
}

function describeStep(step: SyncStep): string {
  if (step.kind === "wait" || step.kind === "finish") return step.message;
  const [first] = step.kind === "wave" ? step.tasks : step.hooks;
  return step.kind === "stop" ? "waiting for hooks to stop" : `waiting to sync ${first?.key.kind} ${first?.key.name}`;
}

function retryWaitMs(retry: RetryPolicy | undefined, retries: number): number {
  const { duration = "5s", factor = 2, maxDuration = "3m" } = retry?.backoff ?? {};
  return computeBackoffMs(retries, { baseMs: parseDurationMs(duration) ?? 5_000, factor, maxMs: parseDurationMs(maxDuration) ?? 180_000 });
}
