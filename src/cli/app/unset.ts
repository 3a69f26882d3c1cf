import type { Command } from "commander";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { misusedFlags } from "../exit-code.ts";
import { appNamespaceOption } from "../flags.ts";
import { qualify } from "./select-names.ts";
import { changeSource, parseSpec } from "./spec/change-spec.ts";
import { addFields, hasFields, type Flags } from "./spec/field.ts";
import { addSourceChoice, type SourceChoice } from "./spec/source-choice.ts";
import { createUnsetFields } from "./spec/unset-fields.ts";

interface UnsetOptions extends Flags, SourceChoice {
  readonly appNamespace?: string;
}

export function addAppUnset(app: Command, deps: CliDeps): void {
  const fields = createUnsetFields();
  const command = app.command("unset <name>").description("take overrides of a source back, so that what Git has counts again").addOption(appNamespaceOption());
  addSourceChoice(command);
  addFields(command, fields);
  command.action(async (given: string, options: UnsetOptions, self: Command) => {
    if (!hasFields(fields, options)) throw misusedFlags("Give at least one flag that changes something");
    const name = qualify(given, options.appNamespace);
    const client = await connectFrom(self, deps);
    const application = await client.fetchApplication(name, { signal: deps.signal });
    await client.updateApplicationSpec(name, parseSpec(application, changeSource(application, fields, options)), { signal: deps.signal });
    deps.stdout.write(`application '${given}' updated\n`);
  });
}
