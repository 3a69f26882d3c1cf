import type { Application, Operation, RevisionHistory, RollbackRequest } from "../../api/index.ts";
import { SillageError } from "../../errors/index.ts";
import type { Caller } from "../operation/index.ts";

/**
 * The operation of a rollback: revision and source of the history entry, without hooks and without retry, as Argo CD does it; with automated sync on, too.
 * Throws `invalid` when the history has no such entry.
 */
export function planRollback(application: Application, request: RollbackRequest, { username }: Pick<Caller, "username">): Operation {
  const { revision, revisions, source, sources } = findEntry(application, request);
  const syncOptions = application.spec.syncPolicy?.syncOptions;
  return {
    sync: {
      ...(revision === undefined ? {} : { revision }),
      ...(revisions === undefined ? {} : { revisions }),
      ...(source === undefined ? {} : { source }),
      ...(sources === undefined ? {} : { sources }),
      ...(request.prune === true ? { prune: true } : {}),
      ...(request.dryRun === true ? { dryRun: true } : {}),
      syncStrategy: { apply: {} },
      ...(syncOptions === undefined ? {} : { syncOptions }),
    },
    initiatedBy: { username },
  };
}

function findEntry({ metadata, status }: Application, { id }: RollbackRequest): RevisionHistory {
  const history = status.history ?? [];
  const entry = id === undefined ? history.at(-2) : history.find((candidate) => candidate.id === id);
  if (entry !== undefined) return entry;
  const known = history.length === 0 ? "no deployment" : history.map((candidate) => candidate.id).join(", ");
  throw new SillageError("invalid", `Application "${metadata.name}" has no deployment ${id ?? "before the current one"} in its history: it lists ${known}`);
}
