import type { ApplicationStatus, OperationState } from "../../api/index.ts";
import type { EventFact } from "./event.ts";

/** What one status tells that the other did not, in Argo CD's words. */
export function describeChanges(before: ApplicationStatus, after: ApplicationStatus): readonly EventFact[] {
  return [...describeOperation(before.operationState, after.operationState), ...describeMove("sync", before, after), ...describeMove("health", before, after)];
}

/** A first status is no news: the operation that leads to it is told of. */
function describeMove(part: "sync" | "health", before: ApplicationStatus, after: ApplicationStatus): readonly EventFact[] {
  const [from = "", to = ""] = [before[part]?.status, after[part]?.status];
  return from === "" || from === to ? [] : [{ type: "Normal", reason: "ResourceUpdated", message: `Updated ${part} status: ${from} -> ${to}` }];
}

/** A person's wish is told of where it is made known: only what automation begins is told of here. */
function describeOperation(before: OperationState | undefined, after: OperationState | undefined): readonly EventFact[] {
  if (after === undefined) return [];
  const { operation, startedAt, syncResult } = after;
  const isNew = before?.startedAt !== startedAt;
  const revision = revisionOf(syncResult) || operation.sync?.revision || "";
  const begun: EventFact = { type: "Normal", reason: "OperationStarted", message: `Initiated automated sync to '${revision}'` };
  const hasEndedNow = hasEnded(after) && (isNew || !hasEnded(before));
  return [...(isNew && operation.initiatedBy?.automated === true ? [begun] : []), ...(hasEndedNow ? [describeEnd(after)] : [])];
}

function describeEnd({ operation, phase, syncResult, message = "" }: OperationState): EventFact {
  const what = (operation.sync?.resources ?? []).length > 0 ? "Partial sync operation" : "Sync operation";
  const target = syncResult === undefined ? what : `${what} to ${revisionOf(syncResult)}`;
  if (phase === "Succeeded") return { type: "Normal", reason: "OperationCompleted", message: `${target} succeeded` };
  return { type: "Warning", reason: "OperationCompleted", message: `${target} failed: ${message}` };
}

function revisionOf(result: OperationState["syncResult"]): string {
  return result?.revision ?? (result?.revisions ?? []).join(", ");
}

function hasEnded(state: OperationState | undefined): boolean {
  return state !== undefined && state.phase !== "Running" && state.phase !== "Terminating";
}
