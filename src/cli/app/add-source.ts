import type { Command } from "commander";
import { sourcesOf, type Application } from "../../api/index.ts";
import { getString } from "../../kube/index.ts";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { misusedFlags } from "../exit-code.ts";
import { appNamespaceOption } from "../flags.ts";
import { qualify } from "./select-names.ts";
import { parseSpec } from "./spec/change-spec.ts";
import { addFields, applyFields, type Field, type Flags } from "./spec/field.ts";
import { readLiteralValues } from "./spec/read-literal-values.ts";
import type { Block } from "./spec/set-at.ts";
import { createSourceFields } from "./spec/source-fields.ts";

interface AddSourceOptions extends Flags {
  readonly appNamespace?: string;
}

export function addAppAddSource(app: Command, deps: CliDeps): void {
  const fields = createSourceFields();
  const command = app
    .command("add-source <name>")
    .description("add a source: the application is made of the manifests of all its sources")
    .addOption(appNamespaceOption())
    .option("--source-name <name>", "name of the source");
  addFields(command, fields);
  command.action(async (given: string, options: AddSourceOptions, self: Command) => {
    const name = qualify(given, options.appNamespace);
    const flags = await readLiteralValues(options, deps);
    const client = await connectFrom(self, deps);
    const application = await client.fetchApplication(name, { signal: deps.signal });
    await client.updateApplicationSpec(name, parseSpec(application, addSource(application, fields, flags)), { signal: deps.signal });
    deps.stdout.write(`Application '${given}' updated successfully\n`);
  });
}

/** An application with one source becomes one with several. */
function addSource({ metadata, spec }: Application, fields: readonly Field[], flags: Flags): Block {
  if (flags["repo"] === undefined) throw misusedFlags("A source needs --repo");
  const present = sourcesOf(spec);
  if (present.length === 0) throw misusedFlags(`Application "${metadata.name}" has no source yet: use \`sillage app set\``);
  const name = getString(flags, "sourceName");
  const added = { ...applyFields({}, fields, flags), ...(name === undefined ? {} : { name }) };
  const { source: _source, ...others } = spec;
  return { ...others, sources: [...present, added] };
}
