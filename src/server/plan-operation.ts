import type { Application, Operation, RollbackRequest, SyncRequest } from "../api/index.ts";
import { SillageError } from "../errors/index.ts";

/** Until there are accounts, whoever holds the token is Argo CD's built-in account. */
const username = "admin";

/** The operation of a sync request: prune only from the request, options and retry of the application unless the request brings its own. */
export function planSyncOperation(application: Application, request: SyncRequest): Operation {
  const policy = application.spec.syncPolicy;
  const automated = policy?.automated !== undefined && policy.automated.enabled !== false;
  const target = application.spec.source?.targetRevision ?? "HEAD";
  if (automated && request.dryRun !== true && request.revision !== undefined && request.revision !== "" && request.revision !== target) {
    throw new SillageError("conflict", `Cannot sync to ${request.revision}: auto-sync currently set to ${target}`);
  }
  const syncOptions = request.syncOptions?.items ?? policy?.syncOptions;
  const retry = request.retryStrategy ?? policy?.retry;
  return {
    sync: {
      ...(request.revision === undefined || request.revision === "" ? {} : { revision: request.revision }),
      ...(request.prune === true ? { prune: true } : {}),
      ...(request.dryRun === true ? { dryRun: true } : {}),
      ...(request.strategy === undefined ? {} : { syncStrategy: request.strategy }),
      ...(request.resources === undefined ? {} : { resources: request.resources }),
      ...(syncOptions === undefined ? {} : { syncOptions }),
    },
    initiatedBy: { username },
    ...(request.infos === undefined ? {} : { info: request.infos }),
    ...(retry === undefined ? {} : { retry }),
  };
}

/** The operation of a rollback: revision and source of the history entry, without hooks and without retry, as Argo CD does it. */
export function planRollback(application: Application, request: RollbackRequest): Operation {
  const history = application.status.history ?? [];
  const entry = request.id === undefined || request.id === 0 ? history.at(-2) : history.find((candidate) => candidate.id === request.id);
  if (entry === undefined) {
    const known = history.map((candidate) => candidate.id).join(", ");
    throw new SillageError(
      "invalid",
      `Application "${application.metadata.name}" has no deployment ${request.id ?? "before the current one"} in its history (it has: ${known === "" ? "none" : known})`,
    );
  }
  const syncOptions = application.spec.syncPolicy?.syncOptions;
  return {
    sync: {
      ...(entry.revision === undefined ? {} : { revision: entry.revision }),
      ...(entry.revisions === undefined ? {} : { revisions: entry.revisions }),
      ...(entry.source === undefined ? {} : { source: entry.source }),
      ...(entry.sources === undefined ? {} : { sources: entry.sources }),
      ...(request.prune === true ? { prune: true } : {}),
      ...(request.dryRun === true ? { dryRun: true } : {}),
      syncStrategy: { apply: {} },
      ...(syncOptions === undefined ? {} : { syncOptions }),
    },
    initiatedBy: { username },
  };
}
