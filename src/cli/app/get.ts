import { Option, type Command } from "commander";
import type { Application } from "../../api/index.ts";
import { connectFrom } from "../connect.ts";
import { formatOutput, outputOption, parseOutputFormat } from "../output/print.ts";
import { formatTable } from "../output/table.ts";
import type { CliDeps } from "../program.ts";
import { formatConditions, formatOperation, formatSummary, listResourceRows, resourceHeader } from "./describe.ts";

interface GetOptions {
  readonly output: string;
  readonly refresh?: true;
  readonly hardRefresh?: true;
  readonly showOperation?: true;
}

export function addAppGet(app: Command, deps: CliDeps): void {
  app
    .command("get <name>")
    .description("show an application: source, status, conditions and every resource")
    .option("--refresh", "compare with the newest commit first")
    .addOption(new Option("--hard-refresh", "render again, too").conflicts("refresh"))
    .option("--show-operation", "show the last operation")
    .addOption(outputOption())
    .action(async (name: string, options: GetOptions, command: Command) => {
      const client = await connectFrom(command, deps);
      const refresh = options.hardRefresh === true ? "hard" : options.refresh === true ? "normal" : undefined;
      const application = await client.fetchApplication(name, { signal: deps.signal, ...(refresh === undefined ? {} : { refresh }) });
      const wide = (): string => formatApplication(application, { operation: options.showOperation === true });
      deps.stdout.write(
        formatOutput(parseOutputFormat(options.output), { value: application, names: () => [`${application.metadata.namespace}/${application.metadata.name}`], wide }),
      );
    });
}

/** What `app get`, and `app sync` and `app wait` at their end, show. */
export function formatApplication(application: Application, show: { readonly operation: boolean }): string {
  const rows = listResourceRows(application).map((row) => [row.group, row.kind, row.namespace, row.name, row.status, row.health, row.hook, row.message]);
  const resources = rows.length === 0 ? "" : `\n${formatTable(resourceHeader, rows)}`;
  return `${formatSummary(application)}\n${formatConditions(application)}${show.operation ? formatOperation(application) : ""}${resources}`;
}
