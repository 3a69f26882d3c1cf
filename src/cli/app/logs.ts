import type { Command } from "commander";
import type { LogEntry, LogQuery } from "../../api/index.ts";
import { sleep } from "../../async/index.ts";
import type { SillageClient } from "../../client/index.ts";
import { isSillageError } from "../../errors/index.ts";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { appNamespaceOption, parseCount } from "../flags.ts";
import { qualify } from "./select-names.ts";

interface LogsOptions {
  readonly appNamespace?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly container?: string;
  readonly follow?: true;
  readonly previous?: true;
  readonly tail?: number;
  readonly sinceSeconds?: number;
  readonly untilTime?: string;
  readonly filter?: string;
  readonly matchCase?: true;
}

export function addAppLogs(app: Command, deps: CliDeps): void {
  app
    .command("logs <name>")
    .description("print the logs of an application's pods, in the order of their times")
    .addOption(appNamespaceOption())
    .option("--group <group>", "group of the object whose pods are meant")
    .option("--kind <kind>", "kind of the object whose pods are meant")
    .option("--namespace <namespace>", "namespace of the object")
    .option("--name <name>", "name of the object")
    .option("-c, --container <name>", "only this container")
    .option("-f, --follow", "go on with what is logged from now on")
    .option("-p, --previous", "of the container before the last restart")
    .option("--tail <lines>", "only the last lines of each container", parseCount)
    .option("--since-seconds <seconds>", "only what is not older", parseCount)
    .option("--until-time <time>", "only what is not newer, such as 2026-01-02T15:04:05Z")
    .option("--filter <text>", "only lines with this text; with ! before it, those without")
    .option("-m, --match-case", "upper and lower case matter for --filter")
    .action(async (given: string, options: LogsOptions, self: Command) => {
      const client = await connectFrom(self, deps);
      await printLogs(client, deps, { name: qualify(given, options.appNamespace), query: toQuery(options) });
    });
}

function toQuery({ appNamespace: _appNamespace, name: resourceName, tail: tailLines, ...same }: LogsOptions): LogQuery {
  return { ...same, ...(resourceName === undefined ? {} : { resourceName }), ...(tailLines === undefined ? {} : { tailLines }) };
}

/** Prints until the logs end. Who follows is connected again after a restart of the server, and goes on where it was. */
async function printLogs(client: SillageClient, deps: CliDeps, { name, query }: { readonly name: string; readonly query: LogQuery }): Promise<void> {
  let seen: LogEntry | undefined;
  for (;;) {
    try {
      for await (const entry of client.streamLogs(name, { ...continueAfter(query, seen), signal: deps.signal })) {
        if (entry.last) return;
        if (!isSame(entry, seen)) deps.stdout.write(`${entry.content}\n`);
        seen = entry;
      }
      return;
    } catch (error) {
      if (query.follow !== true || seen === undefined || !isSillageError(error, "unavailable")) throw error;
      await sleep(1000, deps);
    }
  }
}

function continueAfter(query: LogQuery, seen: LogEntry | undefined): LogQuery {
  if (seen === undefined) return query;
  const { tailLines: _tailLines, sinceSeconds: _sinceSeconds, ...kept } = query;
  return { ...kept, sinceTime: seen.timeStampStr };
}

function isSame(entry: LogEntry, other: LogEntry | undefined): boolean {
  return entry.timeStampStr === other?.timeStampStr && entry.podName === other.podName && entry.content === other.content;
}
