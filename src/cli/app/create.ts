import { Option, type Command } from "commander";
import type { Application } from "../../api/index.ts";
import type { SillageClient } from "../../client/index.ts";
import { isSillageError, SillageError } from "../../errors/index.ts";
import { getString } from "../../kube/index.ts";
import { parseDocuments } from "../../kube/yaml/index.ts";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { misusedFlags } from "../exit-code.ts";
import { appNamespaceOption, listOption } from "../flags.ts";
import { qualify } from "./select-names.ts";
import { buildManifest, readManifest } from "./spec/build-manifest.ts";
import { addFields, type Flags } from "./spec/field.ts";
import { readLiteralValues } from "./spec/read-literal-values.ts";
import type { Block } from "./spec/set-at.ts";
import { createSourceFields } from "./spec/source-fields.ts";
import { createSpecFields } from "./spec/spec-fields.ts";
import { validateOption } from "./spec/validate-option.ts";

interface CreateOptions extends Flags {
  readonly file?: string;
  readonly upsert?: true;
  readonly validate: boolean;
}

export function addAppCreate(app: Command, deps: CliDeps): void {
  const fields = { spec: createSpecFields(), source: createSourceFields() };
  const command = app
    .command("create [name]")
    .description("create an application from flags, or from a manifest with the flags on top")
    .option("-f, --file <file>", "Application manifests (YAML or JSON), - for standard input")
    .option("--upsert", "change the application when it exists with another spec")
    .addOption(validateOption())
    .addOption(listOption("-l, --label <name=value>", "label of the application"))
    .addOption(listOption("--annotations <name=value>", "annotation of the application"))
    .option("--set-finalizer", "deleting the application deletes what it manages")
    .addOption(appNamespaceOption())
    .addOption(new Option("--name <name>", "the name, as Argo CD used to take it").hideHelp());
  addFields(command, [...fields.source, ...fields.spec]);
  command.action(async (name: string | undefined, options: CreateOptions, self: Command) => {
    const { file, upsert = false, validate } = options;
    const flags = await readLiteralValues(options, deps);
    const bases = file === undefined ? [{}] : parseFile(await deps.readFile(file), file);
    if (bases.length > 1 && name !== undefined) throw misusedFlags(`"${file}" has ${bases.length} applications: leave the name out`);
    const manifests = bases.map((base) => buildManifest({ base, name, fields, flags }));
    const client = await connectFrom(self, deps);
    for (const manifest of manifests) {
      const before = await fetchExisting(client, deps, manifest);
      const after = await client.createApplication(manifest, { signal: deps.signal, upsert, ...(validate ? {} : { validate }) });
      deps.stdout.write(`application '${after.metadata.name}' ${describeChange(before, after)}\n`);
    }
  });
}

function parseFile(text: string, file: string): readonly Block[] {
  return parseDocuments(text, { file }).map(({ value, line }) => {
    const manifest = readManifest(value);
    if (manifest === undefined) throw new SillageError("invalid", `"${file}:${line}" is not an Application`);
    return manifest;
  });
}

async function fetchExisting(client: SillageClient, deps: CliDeps, manifest: Block): Promise<Application | undefined> {
  try {
    return await client.fetchApplication(qualify(getString(manifest, "metadata", "name") ?? "", getString(manifest, "metadata", "namespace")), { signal: deps.signal });
  } catch (error) {
    // Absent and forbidden look the same to who does not name the project.
    if (isSillageError(error, "forbidden")) return undefined;
    throw error;
  }
}

function describeChange(before: Application | undefined, after: Application): string {
  if (before === undefined) return "created";
  return before.metadata.resourceVersion === after.metadata.resourceVersion ? "unchanged" : "updated";
}
