import type { Application, SyncRequest, SyncResource } from "../../api/index.ts";
import { unwantedOutcome } from "../exit-code.ts";
import { parseResourceChoice } from "./parse-resource-choice.ts";
import { isChosen } from "./resource-rows.ts";
import { splitPair } from "./spec/merge.ts";

export interface SyncFlags {
  readonly prune?: true;
  readonly dryRun?: true;
  readonly force?: true;
  readonly replace?: true;
  readonly serverSide?: true;
  readonly applyOutOfSyncOnly?: true;
  readonly strategy?: "hook" | "apply";
  readonly syncOption?: readonly string[];
  readonly info?: readonly string[];
  readonly retryLimit?: number;
  readonly retryBackoffDuration?: string;
  readonly retryBackoffFactor?: number;
  readonly retryBackoffMaxDuration?: string;
  readonly retryRefresh?: true;
}

/** The sync that the flags describe, whatever the application. */
export function parseSyncFlags(flags: SyncFlags): SyncRequest {
  const items = syncOptionsOf(flags);
  return {
    ...(flags.prune === true ? { prune: true } : {}),
    ...(flags.dryRun === true ? { dryRun: true } : {}),
    ...strategyOf(flags),
    ...(items.length === 0 ? {} : { syncOptions: { items } }),
    ...(flags.info === undefined ? {} : { infos: flags.info.map((pair) => splitPair(pair, "--info")).map(([name, value]) => ({ name, value })) }),
    ...retryOf(flags),
  };
}

/** The resources of the application that the filters leave, to be synced alone. Throws an unwanted outcome when they leave none. */
export function selectResources({ status }: Application, filters: readonly string[]): readonly SyncResource[] {
  const choices = filters.map(parseResourceChoice);
  const chosen = (status.resources ?? []).filter((resource) => resource.hook !== true && isChosen(resource, choices));
  if (chosen.length === 0) throw unwantedOutcome(`No matching app resources found for resource filter: ${filters.join(", ")}`);
  return chosen.map(({ group = "", kind, name, namespace = "" }) => ({ group, kind, name, ...(namespace === "" ? {} : { namespace }) }));
}

function strategyOf({ strategy = "hook", force }: SyncFlags): Pick<SyncRequest, "strategy"> {
  if (strategy === "hook" && force !== true) return {};
  return { strategy: { [strategy]: force === true ? { force } : {} } };
}

function syncOptionsOf({ syncOption = [], replace, serverSide, applyOutOfSyncOnly }: SyncFlags): readonly string[] {
  return [
    ...syncOption,
    ...(replace === true ? ["Replace=true"] : []),
    ...(serverSide === true ? ["ServerSideApply=true"] : []),
    ...(applyOutOfSyncOnly === true ? ["ApplyOutOfSyncOnly=true"] : []),
  ];
}

function retryOf({ retryLimit: limit, retryBackoffDuration: duration, retryBackoffFactor: factor, retryBackoffMaxDuration: maxDuration, retryRefresh }: SyncFlags) {
  if (limit === undefined) return {};
  const backoff = {
    ...(duration === undefined ? {} : { duration }),
    ...(factor === undefined ? {} : { factor }),
    ...(maxDuration === undefined ? {} : { maxDuration }),
  };
  return {
    retryStrategy: { limit, ...(Object.keys(backoff).length === 0 ? {} : { backoff }), ...(retryRefresh === true ? { refresh: true } : {}) },
  } satisfies Pick<SyncRequest, "retryStrategy">;
}
