import type { SyncRequest, SyncResource } from "../../api/index.ts";
import { SillageError } from "../../errors/index.ts";

export interface SyncFlags {
  readonly revision?: string;
  readonly prune?: true;
  readonly dryRun?: true;
  readonly force?: true;
  readonly strategy?: "hook" | "apply";
  readonly resource?: readonly string[];
  readonly syncOption?: readonly string[];
  readonly retryLimit?: number;
}

/** The sync that the flags describe. Throws `invalid` for a resource that cannot be read. */
export function parseSyncFlags(flags: SyncFlags): SyncRequest {
  return {
    ...(flags.revision === undefined ? {} : { revision: flags.revision }),
    ...(flags.prune === true ? { prune: true } : {}),
    ...(flags.dryRun === true ? { dryRun: true } : {}),
    ...strategyOf(flags),
    ...(flags.resource === undefined ? {} : { resources: flags.resource.map(parseResource) }),
    ...(flags.syncOption === undefined ? {} : { syncOptions: { items: flags.syncOption } }),
    ...(flags.retryLimit === undefined ? {} : { retryStrategy: { limit: flags.retryLimit } }),
  };
}

function strategyOf({ strategy = "hook", force }: SyncFlags): Pick<SyncRequest, "strategy"> {
  if (strategy === "hook" && force !== true) return {};
  return { strategy: { [strategy]: force === true ? { force } : {} } };
}

/** `GROUP:KIND:NAME` or `GROUP:KIND:NAMESPACE/NAME`; the core group is empty. */
function parseResource(text: string): SyncResource {
  const [, group, kind, namespace, name] = /^([^:]*):([^:]+):(?:([^:/]+)\/)?([^/]+)$/.exec(text) ?? [];
  if (group === undefined || kind === undefined || name === undefined) {
    throw new SillageError("invalid", `Resource "${text}" is not GROUP:KIND:NAME, such as apps:Deployment:web or :ConfigMap:shop/settings`);
  }
  return { group, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}
