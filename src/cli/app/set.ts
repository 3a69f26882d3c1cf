import type { Command } from "commander";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { appNamespaceOption } from "../flags.ts";
import { qualify } from "./select-names.ts";
import { changeSpec } from "./spec/change-spec.ts";
import { addFields, type Flags } from "./spec/field.ts";
import { readLiteralValues } from "./spec/read-literal-values.ts";
import { addSourceChoice, type SourceChoice } from "./spec/source-choice.ts";
import { createSourceFields } from "./spec/source-fields.ts";
import { createSpecFields } from "./spec/spec-fields.ts";
import { validateOption } from "./spec/validate-option.ts";

interface SetOptions extends Flags, SourceChoice {
  readonly appNamespace?: string;
  readonly validate: boolean;
}

export function addAppSet(app: Command, deps: CliDeps): void {
  const fields = { spec: createSpecFields(), source: createSourceFields() };
  const command = app
    .command("set <name>")
    .description("change what an application deploys and how; what no flag names stays as it is")
    .addOption(appNamespaceOption())
    .addOption(validateOption());
  addSourceChoice(command);
  addFields(command, [...fields.source, ...fields.spec]);
  command.action(async (given: string, options: SetOptions, self: Command) => {
    const name = qualify(given, options.appNamespace);
    const flags = { ...options, ...(await readLiteralValues(options, deps)) };
    const client = await connectFrom(self, deps);
    const application = await client.fetchApplication(name, { signal: deps.signal });
    await client.updateApplicationSpec(name, changeSpec(application, fields, flags), { signal: deps.signal, ...(options.validate ? {} : { validate: false }) });
    deps.stdout.write(`application '${given}' updated\n`);
  });
}
