import { Option, type Command } from "commander";
import { SillageError } from "../../errors/index.ts";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { appNamespaceOption, timeoutOption } from "../flags.ts";
import { applicationOutputOption, type ApplicationFormat } from "../output/print.ts";
import { printApplication } from "./format-application.ts";
import { refreshOf, type RefreshFlags } from "./refresh-flags.ts";
import { qualify } from "./select-names.ts";
import { addSourceChoice, chooseSource, type SourceChoice } from "./spec/source-choice.ts";
import { withTimeout } from "./with-timeout.ts";

interface GetOptions extends RefreshFlags, SourceChoice {
  readonly appNamespace?: string;
  readonly output: ApplicationFormat;
  readonly showOperation?: true;
  readonly showParams?: true;
  readonly timeout: number;
}

export function addAppGet(app: Command, deps: CliDeps): void {
  const command = app
    .command("get <name>")
    .description("show an application: source, status, conditions and every resource")
    .addOption(appNamespaceOption())
    .option("--refresh", "compare with the newest commit first")
    .addOption(new Option("--hard-refresh", "render again, too").conflicts("refresh"))
    .option("--show-operation", "show the last operation")
    .option("--show-params", "show the Helm parameters of a source")
    .addOption(timeoutOption())
    .addOption(applicationOutputOption());
  addSourceChoice(command);
  command.action(async (given: string, options: GetOptions, self: Command) => {
    const { output, showOperation = false, showParams = false, timeout: seconds } = options;
    const name = qualify(given, options.appNamespace);
    const client = await connectFrom(self, deps);
    const timeout = new SillageError("deadline", `Application "${given}" was not refreshed within ${seconds} s`);
    const application = await withTimeout(deps, { seconds, timeout }, (signal) => client.fetchApplication(name, { signal, ...refreshOf(options) }));
    const isPage = output === "wide" || output === "tree" || output === "tree=detailed";
    const windows = isPage ? { windows: await client.fetchApplicationWindows(name, { signal: deps.signal }) } : {};
    const parameters = showParams ? { parametersOf: chooseSource(application, options) } : {};
    await printApplication(client, deps, { application, output, operation: showOperation, ...windows, ...parameters });
  });
}
