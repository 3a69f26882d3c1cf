import type { Command } from "commander";
import type { Application } from "../../api/index.ts";
import { connectFrom } from "../connect.ts";
import { formatOutput, outputOption, parseOutputFormat } from "../output/print.ts";
import { formatTable } from "../output/table.ts";
import type { CliDeps } from "../program.ts";
import { describeSyncPolicy, firstSource } from "./describe.ts";

export function addAppList(app: Command, deps: CliDeps): void {
  app
    .command("list")
    .alias("ls")
    .description("list applications with their sync and health status")
    .option("-l, --selector <labels>", "only applications with these labels")
    .option("-p, --project <name...>", "only applications of these projects")
    .addOption(outputOption())
    .action(async (options: { readonly output: string; readonly selector?: string; readonly project?: readonly string[] }, command: Command) => {
      const client = await connectFrom(command, deps);
      const { selector, project = [] } = options;
      const found = await client.fetchApplications({ signal: deps.signal, projects: project, ...(selector === undefined ? {} : { selector }) });
      const applications = found.toSorted((a, b) => qualifiedName(a).localeCompare(qualifiedName(b)));
      deps.stdout.write(
        formatOutput(parseOutputFormat(options.output), { value: applications, names: () => applications.map(qualifiedName), wide: () => formatList(applications) }),
      );
    });
}

function qualifiedName(application: Application): string {
  return `${application.metadata.namespace}/${application.metadata.name}`;
}

function formatList(applications: readonly Application[]): string {
  const header = ["NAME", "CLUSTER", "NAMESPACE", "PROJECT", "STATUS", "HEALTH", "SYNCPOLICY", "CONDITIONS", "REPO", "PATH", "TARGET"];
  const rows = applications.map((application) => {
    const { spec, status } = application;
    const source = firstSource(application);
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
      source?.repoURL ?? "",
      source?.path ?? "",
      source?.targetRevision ?? "",
    ];
  });
  return formatTable(header, rows);
}
