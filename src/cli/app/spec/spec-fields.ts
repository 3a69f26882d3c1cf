import { Option } from "commander";
import { isRecord } from "../../../kube/index.ts";
import { misusedFlags } from "../../exit-code.ts";
import { parseCount } from "../../flags.ts";
import { count, merged, special, text, truth, type Field } from "./field.ts";
import { addSet } from "./merge.ts";
import type { Block } from "./set-at.ts";

/** The flags that say where an application goes, and when it syncs. */
export function createSpecFields(): readonly Field[] {
  return [
    text("--project <name>", "project", "project"),
    special(new Option("--dest-server <url>", "cluster by URL"), "destination", (current, server) => ({ ...withoutCluster(current), server })),
    special(new Option("--dest-name <name>", "cluster by name"), "destination", (current, name) => ({ ...withoutCluster(current), name })),
    text("--dest-namespace <namespace>", "namespace for objects that name none", "destination.namespace"),
    special(createSyncPolicyOption(), "syncPolicy.automated", (_current, policy) => (String(policy).startsWith("auto") ? {} : undefined)),
    automation("--auto-prune", "automated sync deletes what left Git", "prune"),
    automation("--self-heal", "automated sync undoes changes made in the cluster", "selfHeal"),
    automation("--allow-empty", "automated sync may delete everything", "allowEmpty"),
    merged("--sync-option <option>", "such as CreateNamespace=true; with ! before it, no longer", { path: "syncPolicy.syncOptions", merge: addSet }),
    ...createRetryFields(),
    count("--revision-history-limit <count>", "deployments to remember", "revisionHistoryLimit"),
  ];
}

/** Throws a misuse where sync is not automated. */
function automation(flag: string, description: string, name: string): Field {
  const { option } = truth(flag, description, name);
  return special(option, "syncPolicy.automated", (current, given) => {
    if (!isRecord(current)) throw misusedFlags(`${flag} goes with --sync-policy automated`);
    return { ...current, [name]: given };
  });
}

function createSyncPolicyOption(): Option {
  return new Option("--sync-policy <policy>", "automated syncs by itself, manual waits for a person").choices(["manual", "automated", "auto", "automatic", "none"]);
}

function createRetryFields(): readonly Field[] {
  const limit = new Option("--sync-retry-limit <count>", "retry a failed sync this often; 0 goes back to the default").argParser(parseCount);
  return [
    special(limit, "syncPolicy.retry", (current, given) => (given === 0 ? undefined : { ...(isRecord(current) ? current : {}), limit: given })),
    text("--sync-retry-backoff-duration <duration>", "wait before the first retry, such as 5s", "syncPolicy.retry.backoff.duration"),
    count("--sync-retry-backoff-factor <factor>", "each wait is so many times the last", "syncPolicy.retry.backoff.factor"),
    text("--sync-retry-backoff-max-duration <duration>", "longest wait, such as 3m", "syncPolicy.retry.backoff.maxDuration"),
    truth("--sync-retry-refresh", "a retry takes the newest revision", "syncPolicy.retry.refresh"),
  ];
}

function withoutCluster(destination: unknown): Block {
  const { server: _server, name: _name, ...others } = isRecord(destination) ? destination : {};
  return others;
}
