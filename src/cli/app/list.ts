import type { Command } from "commander";
import type { Application } from "../../api/index.ts";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { listOption } from "../flags.ts";
import { formatOutput, outputOption, type OutputFormat } from "../output/print.ts";
import { formatTable } from "../output/table.ts";
import { describeSyncPolicy, firstSource } from "./describe.ts";
import { qualifiedName } from "./format-application.ts";

interface ListOptions {
  readonly output: OutputFormat;
  readonly selector?: string;
  readonly project?: readonly string[];
}

export function addAppList(app: Command, deps: CliDeps): void {
  app
    .command("list")
    .alias("ls")
    .description("list applications with their sync and health status")
    .option("-l, --selector <labels>", "only applications with these labels")
    .addOption(listOption("-p, --project <name>", "only applications of this project"))
    .addOption(outputOption())
    .action(async ({ output, selector, project = [] }: ListOptions, command: Command) => {
      const client = await connectFrom(command, deps);
      const found = await client.fetchApplications({ signal: deps.signal, projects: project, ...(selector === undefined ? {} : { selector }) });
      const value = found.toSorted((a, b) => qualifiedName(a).localeCompare(qualifiedName(b)));
      deps.stdout.write(formatOutput(output, { value, names: () => value.map(qualifiedName), wide: () => formatList(value) }));
    });
}

const header = ["NAME", "CLUSTER", "NAMESPACE", "PROJECT", "STATUS", "HEALTH", "SYNCPOLICY", "CONDITIONS", "REPO", "PATH", "TARGET"];

function formatList(applications: readonly Application[]): string {
  return formatTable(header, applications.map(formatRow));
}

function formatRow(application: Application): readonly string[] {
  const { spec, status } = application;
  const { repoURL = "", path = "", targetRevision = "" } = firstSource(application) ?? {};
  const conditions = (status.conditions ?? []).map((condition) => condition.type).join(",");
  return [
    qualifiedName(application),
    spec.destination.server ?? spec.destination.name ?? "",
    spec.destination.namespace ?? "",
    spec.project,
    status.sync?.status ?? "Unknown",
    status.health?.status ?? "Unknown",
    describeSyncPolicy(application),
    conditions === "" ? "<none>" : conditions,
    repoURL,
    path,
    targetRevision,
  ];
}
