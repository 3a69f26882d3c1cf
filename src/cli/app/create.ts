import { Option, type Command } from "commander";
import { inClusterServer, type Application } from "../../api/index.ts";
import type { SillageClient } from "../../client/index.ts";
import { isSillageError, SillageError } from "../../errors/index.ts";
import { getString } from "../../kube/index.ts";
import { parseDocuments } from "../../kube/yaml/index.ts";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { listOption } from "../flags.ts";
import { manifestFromFlags, type ManifestFlags } from "./manifest-from-flags.ts";

interface CreateOptions extends ManifestFlags {
  readonly file?: string;
  readonly upsert?: true;
}

export function addAppCreate(app: Command, deps: CliDeps): void {
  const command = app
    .command("create [name]")
    .description("create an application from flags or from a manifest")
    .option("-f, --file <file>", "Application manifests (YAML or JSON), - for standard input; the flags below are ignored then")
    .option("--upsert", "change the application when it exists with another spec");
  addManifestOptions(command);
  command.action(async (name: string | undefined, options: CreateOptions, self: Command) => {
    const { file, upsert = false } = options;
    const manifests = file === undefined ? [manifestFromFlags(name, options)] : parseFile(await deps.readFile(file), file);
    const client = await connectFrom(self, deps);
    for (const manifest of manifests) {
      const before = await fetchExisting(client, deps, manifest);
      const after = await client.createApplication(manifest, { signal: deps.signal, upsert });
      deps.stdout.write(`application '${after.metadata.name}' ${describeChange(before, after)}\n`);
    }
  });
}

function addManifestOptions(command: Command): void {
  command
    .addOption(listOption("--label <name=value>", "label of the application"))
    .option("--repo <url>", "Git repository")
    .option("--path <folder>", "folder in the repository")
    .option("--revision <revision>", "branch, tag or commit; HEAD when left out")
    .option("--project <name>", "project", "default")
    .option("--dest-server <url>", `cluster by URL (default: "${inClusterServer}")`)
    .option("--dest-name <name>", "cluster by name")
    .option("--dest-namespace <namespace>", "namespace for objects that name none")
    .addOption(
      new Option("--sync-policy <policy>", "automated syncs by itself, manual waits for a person").choices(["manual", "automated", "auto", "automatic", "none"]).default("manual"),
    )
    .option("--auto-prune", "automated sync deletes what left Git")
    .option("--self-heal", "automated sync undoes changes made in the cluster")
    .option("--allow-empty", "automated sync may delete everything")
    .addOption(listOption("--sync-option <option>", "such as CreateNamespace=true"))
    .option("--set-finalizer", "deleting the application deletes what it manages")
    .option("--directory-recurse", "plain YAML in sub-folders, too")
    .option("--release-name <name>", "Helm release name")
    .addOption(listOption("--values <file>", "Helm values file, relative to the chart"))
    .addOption(listOption("--helm-set <name=value>", "Helm parameter"))
    .addOption(listOption("--kustomize-image <image>", "image override [old=]new[:tag][@digest]"))
    .option("--nameprefix <prefix>", "Kustomize name prefix")
    .option("--namesuffix <suffix>", "Kustomize name suffix");
}

function parseFile(text: string, file: string): readonly object[] {
  return parseDocuments(text, { file }).map(({ value, line }) => {
    if (getString(value, "kind") !== "Application" || typeof value !== "object" || value === null) throw new SillageError("invalid", `"${file}:${line}" is not an Application`);
    return value;
  });
}

async function fetchExisting(client: SillageClient, deps: CliDeps, manifest: object): Promise<Application | undefined> {
  try {
    return await client.fetchApplication(getString(manifest, "metadata", "name") ?? "", deps);
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
