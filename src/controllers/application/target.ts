import {
  type Application,
  type ApplicationSource,
  isAutomated,
  type RevisionRef,
  type Rollback,
  sourcesOf,
  type SyncOperation,
  type SyncOperationResult,
} from "../../api/index.ts";
import { isSameJson } from "../../diff/index.ts";

/** Sources, and the commit of each: what an application is compared with. */
export interface Target {
  readonly sources: readonly ApplicationSource[];
  readonly revisions: readonly string[];
}

/** The target as status fields: singular for one source of `spec.source`, plural otherwise. */
export function toRevisionRef({ sources, revisions }: Target, app: Application): RevisionRef {
  const [source] = sources;
  const [revision] = revisions;
  const isSingle = (app.spec.sources ?? []).length === 0 && source !== undefined && revision !== undefined;
  return isSingle ? { revision, source } : { revisions, sources };
}

/** Reads back what `toRevisionRef` wrote; `undefined` when no commit is named. */
export function toTarget({ revision = "", revisions = [], ...sources }: RevisionRef): Target | undefined {
  const found = revisions.length > 0 ? revisions : revision === "" ? [] : [revision];
  return found.length === 0 ? undefined : { sources: sourcesOf(sources), revisions: found };
}

/** What the last comparison was made with. */
export function comparedTarget({ status }: Application): Target | undefined {
  const { sync } = status;
  return sync === undefined ? undefined : toTarget({ ...pickRevisions(sync), ...pickSources(sync.comparedTo ?? {}) });
}

/** What an operation was pinned to. */
export function pinnedTarget(result: SyncOperationResult | undefined): Target | undefined {
  return result === undefined ? undefined : toTarget({ ...pickRevisions(result), ...pickSources(result) });
}

export function isSameTarget(a: Target | undefined, b: Target | undefined): boolean {
  return a !== undefined && b !== undefined && isSameJson(a, b);
}

/** The sources an operation asks for, and the revision it names for each, if any. */
export function requestedTarget(
  { spec }: Application,
  sync: SyncOperation,
): { readonly sources: readonly ApplicationSource[]; readonly revisions: readonly (string | undefined)[] } {
  const own = sourcesOf(pickSources(sync));
  const sources = own.length > 0 ? own : sourcesOf(spec);
  const named = (sync.revisions ?? []).length > 0 ? (sync.revisions ?? []) : [sync.revision ?? ""];
  return { sources, revisions: sources.map((_source, index) => (named[index] === "" ? undefined : named[index])) };
}

/** The older target that automated sync holds, while nothing newer has come. */
export function heldTarget({ spec }: Application, rollback: Rollback | undefined, newest: Target): Target | undefined {
  if (rollback === undefined || !isAutomated(spec)) return undefined;
  return isSameTarget(toTarget(rollback.from), newest) ? toTarget(rollback.to) : undefined;
}

function pickRevisions({ revision, revisions }: RevisionRef): RevisionRef {
  return { ...(revision === undefined ? {} : { revision }), ...(revisions === undefined ? {} : { revisions }) };
}

function pickSources({ source, sources }: RevisionRef): RevisionRef {
  return { ...(source === undefined ? {} : { source }), ...(sources === undefined ? {} : { sources }) };
}
