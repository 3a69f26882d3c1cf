import type { ApplicationCondition, Rollback } from "../../api/index.ts";
import { describeError } from "../../errors/index.ts";
import type { Seen, Sighting } from "./seen.ts";

/** All conditions, sorted. The transition time of one that was there before with the same message does not move. */
export function computeConditions({ app, seen, now }: Sighting): ApplicationCondition[] {
  const found = [
    ...computeSpecErrors(seen),
    ...computeComparisonErrors(seen),
    ...computeSyncErrors(seen),
    ...computeHolds(seen),
    ...computeShared(seen),
    ...(seen.warnings ?? []),
    ...computeOrphans(seen),
    ...computeRollback(seen),
  ];
  const before = app.status.conditions ?? [];
  return found
    .map((condition) => ({
      ...condition,
      lastTransitionTime: before.find(({ type, message }) => type === condition.type && message === condition.message)?.lastTransitionTime ?? now,
    }))
    .toSorted((a, b) => compareText(a.type, b.type) || compareText(a.message, b.message));
}

function computeSpecErrors({ invalid = [] }: Seen): ApplicationCondition[] {
  return invalid.map((message) => ({ type: "InvalidSpecError", message }));
}

function computeComparisonErrors({ comparisonError }: Seen): ApplicationCondition[] {
  return comparisonError === undefined ? [] : [{ type: "ComparisonError", message: describeError(comparisonError) }];
}

function computeSyncErrors({ refusal }: Seen): ApplicationCondition[] {
  return refusal === undefined ? [] : [{ type: "SyncError", message: refusal }];
}

function computeHolds({ hold }: Seen): ApplicationCondition[] {
  return hold === undefined ? [] : [{ type: "SyncBlocked", message: hold }];
}

function computeShared({ comparison }: Seen): ApplicationCondition[] {
  const shared = (comparison?.objects ?? []).filter(({ sharedWith }) => sharedWith !== undefined);
  return shared.map(({ key, sharedWith }) => ({
    type: "SharedResourceWarning",
    message: `${key.kind}/${key.name} is part of application ${sharedWith} too, which owns it; it is left to that application`,
  }));
}

const namedOrphans = 3;

function computeOrphans({ orphans = [] }: Seen): ApplicationCondition[] {
  if (orphans.length === 0) return [];
  const names = orphans.map(({ kind, metadata }) => `${kind}/${metadata.name}`).toSorted(compareText);
  const more = names.length > namedOrphans ? `, and ${names.length - namedOrphans} more` : "";
  return [{ type: "OrphanedResourceWarning", message: `Application has ${names.length} orphaned resources: ${names.slice(0, namedOrphans).join(", ")}${more}` }];
}

function computeRollback({ rollback }: Seen): ApplicationCondition[] {
  return rollback === undefined ? [] : [{ type: "RolledBack", message: describeRollback(rollback) }];
}

function describeRollback({ to, from, startedAt, initiatedBy }: Rollback): string {
  const who = initiatedBy?.username ?? "a person";
  return `Automated sync stays on ${shorten(to)} since ${who} rolled back from ${shorten(from)} at ${startedAt}; a newer commit ends this`;
}

function shorten({ revision, revisions = [] }: { readonly revision?: string; readonly revisions?: readonly string[] }): string {
  return (revision === undefined ? revisions : [revision]).map((id) => id.slice(0, 7)).join(", ");
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
