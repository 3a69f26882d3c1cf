import { isAutomated, sourcesOf, type Application, type Operation, type SyncRequest } from "../../api/index.ts";
import { SillageError } from "../../errors/index.ts";
import type { Caller } from "../operation/index.ts";
import { positionRevisions } from "./position-revisions.ts";
import { selectSyncResources } from "./select-sync-resources.ts";

/**
 * The operation of a sync request: prune only from the request, options and retry of the application unless the request brings its own.
 * Throws `conflict` for another revision than the one automated sync would go back to at once, and for local manifests that it would undo.
 */
export function planSyncOperation(application: Application, request: SyncRequest, { username }: Pick<Caller, "username">): Operation {
  const { syncPolicy } = application.spec;
  const revisions = chooseRevisions(application, request);
  const manifests = request.manifests ?? [];
  if (manifests.length > 0 && isAutomated(application.spec) && request.dryRun !== true) {
    throw new SillageError("conflict", "Cannot use local sync when Automatic Sync Policy is enabled unless for dry run");
  }
  const syncOptions = request.syncOptions?.items ?? syncPolicy?.syncOptions;
  const retry = request.retryStrategy ?? syncPolicy?.retry;
  return {
    sync: {
      ...revisions,
      ...(request.prune === true ? { prune: true } : {}),
      ...(request.dryRun === true ? { dryRun: true } : {}),
      ...(request.strategy === undefined ? {} : { syncStrategy: request.strategy }),
      ...(request.resources === undefined || request.resources.length === 0 ? {} : { resources: selectSyncResources(application, request.resources) }),
      ...(manifests.length === 0 ? {} : { manifests }),
      ...(syncOptions === undefined ? {} : { syncOptions }),
    },
    initiatedBy: { username },
    ...(request.infos === undefined ? {} : { info: request.infos }),
    ...(retry === undefined ? {} : { retry }),
  };
}

/** Whether a request names another revision than the spec for any source. */
export function namesOtherRevision({ spec }: Application, request: SyncRequest): boolean {
  return findOtherRevision(spec, positionRevisions(request, sourcesOf(spec).length)) !== undefined;
}

function chooseRevisions({ spec }: Application, request: SyncRequest): { readonly revision?: string; readonly revisions?: readonly string[] } {
  const named = positionRevisions(request, sourcesOf(spec).length);
  const other = findOtherRevision(spec, named);
  if (isAutomated(spec) && request.dryRun !== true && other !== undefined) {
    throw new SillageError("conflict", `Cannot sync to ${other.revision}: auto-sync currently set to ${other.target}`);
  }
  if (named.every((revision) => revision === undefined)) return {};
  if ((spec.sources ?? []).length > 0) return { revisions: named.map((revision) => revision ?? "") };
  const [revision] = named;
  return revision === undefined ? {} : { revision };
}

function findOtherRevision(spec: Application["spec"], named: readonly (string | undefined)[]): { readonly revision: string; readonly target: string } | undefined {
  for (const [index, { targetRevision }] of sourcesOf(spec).entries()) {
    const [revision, target] = [named[index], targetRevision === undefined || targetRevision === "" ? "HEAD" : targetRevision];
    if (revision !== undefined && revision !== target) return { revision, target };
  }
  return undefined;
}
