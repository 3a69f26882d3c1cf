import { isAutomated, type Application, type Operation, type SyncRequest } from "../../api/index.ts";
import { SillageError } from "../../errors/index.ts";
import type { Caller } from "../operation/index.ts";

/**
 * The operation of a sync request: prune only from the request, options and retry of the application unless the request brings its own.
 * Throws `conflict` for another revision than the one automated sync would go back to at once.
 */
export function planSyncOperation(application: Application, request: SyncRequest, { username }: Pick<Caller, "username">): Operation {
  const { revision = "" } = request;
  const { syncPolicy, source } = application.spec;
  const target = source?.targetRevision ?? "HEAD";
  if (isAutomated(application.spec) && request.dryRun !== true && revision !== "" && revision !== target) {
    throw new SillageError("conflict", `Cannot sync to ${revision}: auto-sync currently set to ${target}`);
  }
  const syncOptions = request.syncOptions?.items ?? syncPolicy?.syncOptions;
  const retry = request.retryStrategy ?? syncPolicy?.retry;
  return {
    sync: {
      ...(revision === "" ? {} : { revision }),
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
