import type { Command } from "commander";
import { sourcesOf, type Application } from "../../api/index.ts";
import type { SillageClient } from "../../client/index.ts";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { appNamespaceOption, listOption } from "../flags.ts";
import { formatOutput, outputOption, type OutputFormat } from "../output/print.ts";
import { createStatusColors } from "../output/status-colors.ts";
import { formatTable } from "../output/table.ts";
import { describeSyncPolicy, firstSource } from "./describe.ts";
import { qualifiedName } from "./format-application.ts";

interface ListOptions {
  readonly output: OutputFormat;
  readonly appNamespace?: string;
  readonly selector?: string;
  readonly project?: readonly string[];
  readonly repo?: string;
  readonly cluster?: string;
  readonly path?: string;
}

export function addAppList(app: Command, deps: CliDeps): void {
  app
    .command("list")
    .alias("ls")
    .description("list applications with their sync and health status")
    .option("-l, --selector <labels>", "only applications with these labels")
    .addOption(listOption("-p, --project <name>", "only applications of this project"))
    .addOption(appNamespaceOption())
    .option("-r, --repo <url>", "only applications of this repository")
    .option("-c, --cluster <name>", "only applications on this cluster, by name or URL")
    .option("-P, --path <folder>", "only applications of this folder in their repository")
    .addOption(outputOption())
    .action(async ({ output, cluster, path, ...options }: ListOptions, command: Command) => {
      const client = await connectFrom(command, deps);
      const found = await client.fetchApplications({ signal: deps.signal, ...filterOf(options) });
      const value = found
        .filter(({ spec }) => cluster === undefined || spec.destination.server === cluster || spec.destination.name === cluster)
        .filter(({ spec }) => path === undefined || sourcesOf(spec).some((source) => source.path === path))
        .toSorted((a, b) => qualifiedName(a).localeCompare(qualifiedName(b)));
      const wide = (): string => formatTable(header, value.map(formatRow), { decorate: createStatusColors(deps.stdout) });
      deps.stdout.write(formatOutput(output, { value, names: () => value.map(qualifiedName), wide }));
    });
}

/** What the server filters by. */
function filterOf({ selector, project = [], repo, appNamespace }: Omit<ListOptions, "output">): Omit<Parameters<SillageClient["fetchApplications"]>[0], "signal"> {
  return {
    projects: project,
    ...(selector === undefined ? {} : { selector }),
    ...(repo === undefined ? {} : { repo }),
    ...(appNamespace === undefined ? {} : { appNamespace }),
  };
}

const header = ["NAME", "CLUSTER", "NAMESPACE", "PROJECT", "STATUS", "HEALTH", "SYNCPOLICY", "CONDITIONS", "REPO", "PATH", "TARGET"];

function formatRow(application: Application): readonly string[] {
  const { spec, status } = application;
  const { repoURL = "", path = "", targetRevision = "" } = firstSource(application) ?? {};
  return [
    qualifiedName(application),
    spec.destination.server ?? spec.destination.name ?? "",
    spec.destination.namespace ?? "",
    spec.project,
    status.sync?.status ?? "Unknown",
    status.health?.status ?? "Unknown",
    describeSyncPolicy(application),
    describeConditions(application),
    repoURL,
    path,
    targetRevision,
  ];
}

/** Their types; one that stands there several times with the number. */
function describeConditions({ status }: Application): string {
  const counts = new Map<string, number>();
  for (const { type } of status.conditions ?? []) counts.set(type, (counts.get(type) ?? 0) + 1);
  const words = [...counts].map(([type, count]) => (count === 1 ? type : `${type}(${count})`));
  return words.length === 0 ? "<none>" : words.join(",");
}
