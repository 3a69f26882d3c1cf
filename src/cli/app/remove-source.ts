import type { Command } from "commander";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { misusedFlags } from "../exit-code.ts";
import { appNamespaceOption } from "../flags.ts";
import { qualify } from "./select-names.ts";
import { addSourceChoice, chooseSource, type SourceChoice } from "./spec/source-choice.ts";

interface RemoveSourceOptions extends SourceChoice {
  readonly appNamespace?: string;
}

export function addAppRemoveSource(app: Command, deps: CliDeps): void {
  const command = app.command("remove-source <name>").description("remove one of an application's several sources").addOption(appNamespaceOption());
  addSourceChoice(command);
  command.action(async (given: string, options: RemoveSourceOptions, self: Command) => {
    if (options.sourcePosition === undefined && options.sourceName === undefined) throw misusedFlags("Say which source with --source-position or --source-name");
    const name = qualify(given, options.appNamespace);
    const client = await connectFrom(self, deps);
    const application = await client.fetchApplication(name, { signal: deps.signal });
    const index = chooseSource(application, options);
    const left = (application.spec.sources ?? []).filter((_source, at) => at !== index);
    if (left.length === 0) throw misusedFlags(`Cannot remove the only source of application "${given}"`);
    await client.updateApplicationSpec(name, { ...application.spec, sources: left }, { signal: deps.signal });
    deps.stdout.write(`Application '${given}' updated successfully\n`);
  });
}
