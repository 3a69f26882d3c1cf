import type { Command } from "commander";
import { SillageError } from "../../errors/index.ts";
import { getRecord, getString, isRecord } from "../../kube/index.ts";
import { parseDocuments } from "../../kube/yaml/index.ts";
import { connectFrom } from "../connect.ts";
import { misusedFlags } from "../exit-code.ts";
import type { CliDeps } from "../deps.ts";
import { addSpecFlags, specFromFlags, type SpecFlags } from "./spec-from-flags.ts";

interface Options extends SpecFlags {
  readonly file?: string;
  readonly upsert?: true;
}

export function addProjCreate(proj: Command, deps: CliDeps): void {
  const create = proj
    .command("create [project]")
    .description("create a project from flags or from a manifest")
    .option("-f, --file <file>", "manifest of the project; - is standard input")
    .option("--upsert", "replace a project of this name");
  addSpecFlags(create);
  create.action(async (name: string | undefined, options: Options, command: Command) => {
    const project = await describeProject(name, options, deps);
    const client = await connectFrom(command, deps);
    const created = await client.createProject(project, { signal: deps.signal, upsert: options.upsert === true });
    deps.stdout.write(`project '${created.metadata.name}' created\n`);
  });
}

/** Flags over the manifest. */
async function describeProject(name: string | undefined, options: Options, deps: CliDeps): Promise<object> {
  const manifest = options.file === undefined ? {} : await readManifest(options.file, deps);
  const named = getString(manifest, "metadata", "name");
  if (name !== undefined && named !== undefined && name !== named) throw new SillageError("invalid", `The manifest is of project "${named}", not "${name}"`);
  const metadata = { ...getRecord(manifest, "metadata"), name: name ?? named };
  if (metadata.name === undefined) throw misusedFlags("Say which project to create: `sillage proj create NAME`, or give --file");
  return { ...manifest, apiVersion: "argoproj.io/v1alpha1", kind: "AppProject", metadata, spec: { ...getRecord(manifest, "spec"), ...specFromFlags(options) } };
}

async function readManifest(file: string, deps: CliDeps): Promise<Readonly<Record<string, unknown>>> {
  const [document, ...rest] = parseDocuments(await deps.readFile(file), { file });
  if (document === undefined || rest.length > 0 || !isRecord(document.value)) throw new SillageError("invalid", `"${file}" must hold one AppProject`);
  const kind = getString(document.value, "kind");
  if (kind !== "AppProject") throw new SillageError("invalid", `"${file}" holds ${kind === undefined ? "no kind" : `a ${kind}`}, not an AppProject`);
  return document.value;
}
