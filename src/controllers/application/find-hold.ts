import { type Application, decideSync, nextChangeMs, type OperationState, selectWindows } from "../../api/index.ts";
import type { Grant } from "./check-project.ts";

/** What keeps a sync from going on, for now. */
export interface Hold {
  /** Names the sync window. */
  readonly reason: string;
  /** When to look again. */
  readonly laterMs: number;
}

/** Clocks of time zones are put forward and back, so an opening that is far away is computed anew now and then. */
const longestWaitMs = 600_000;

/** Whether a sync window of the project holds a sync back: one that automation would begin, or the operation given. A stop is never held back. */
export function findHold({ metadata, spec }: Application, grant: Grant, ask: { readonly operation?: OperationState; readonly nowMs: number }): Hold | undefined {
  const { operation, nowMs } = ask;
  const declared = grant.project.spec.syncWindows ?? [];
  if (declared.length === 0 || operation?.phase === "Terminating") return undefined;
  const windows = selectWindows(declared, { name: metadata.name ?? "", destination: { ...grant.destination, namespace: spec.destination.namespace ?? "" } });
  const verdict = decideSync(windows, {
    nowMs,
    isManual: operation !== undefined && operation.operation.initiatedBy?.automated !== true,
    ...(operation === undefined ? {} : { startedAtMs: Date.parse(operation.startedAt) }),
  });
  if (verdict.kind === "allowed") return undefined;
  const waitMs = (nextChangeMs(windows, nowMs) ?? Number.POSITIVE_INFINITY) - nowMs;
  return { reason: `Sync operation blocked by sync window: ${verdict.reason} in project '${spec.project}'`, laterMs: Math.min(waitMs, longestWaitMs) };
}
