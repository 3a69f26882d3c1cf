import { Option, type Command } from "commander";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { outputOption, type OutputFormat } from "../output/print.ts";
import { formatApplication } from "./format-application.ts";
import { refreshOf, type RefreshFlags } from "./refresh-flags.ts";

interface GetOptions extends RefreshFlags {
  readonly output: OutputFormat;
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
      const application = await client.fetchApplication(name, { signal: deps.signal, ...refreshOf(options) });
      deps.stdout.write(formatApplication(application, { output: options.output, operation: options.showOperation === true }));
    });
}
