import type { Command } from "commander";
import { apiVersion, finalizers, inClusterServer } from "../../api/index.ts";
import { SillageError } from "../../errors/index.ts";
import { getString } from "../../kube/index.ts";
import { parseDocuments } from "../../kube/yaml/index.ts";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../program.ts";

interface CreateOptions {
  readonly file?: string;
  readonly upsert?: true;
  readonly repo?: string;
  readonly path?: string;
  readonly revision?: string;
  readonly project: string;
  readonly destServer?: string;
  readonly destName?: string;
  readonly destNamespace?: string;
  readonly syncPolicy?: string;
  readonly autoPrune?: true;
  readonly selfHeal?: true;
  readonly allowEmpty?: true;
  readonly syncOption: readonly string[];
  readonly setFinalizer?: true;
  readonly directoryRecurse?: true;
  readonly releaseName?: string;
  readonly values: readonly string[];
  readonly helmSet: readonly string[];
  readonly kustomizeImage: readonly string[];
  readonly nameprefix?: string;
  readonly namesuffix?: string;
}

export function addAppCreate(app: Command, deps: CliDeps): void {
  const collect = (value: string, all: readonly string[]): readonly string[] => [...all, value];
  app
    .command("create [name]")
    .description("create an application from flags or from a manifest")
    .option("-f, --file <file>", "Application manifests (YAML or JSON); flags are ignored then")
    .option("--upsert", "change the application when it exists with another spec")
    .option("--repo <url>", "Git repository")
    .option("--path <folder>", "folder in the repository")
    .option("--revision <revision>", "branch, tag or commit; HEAD when left out")
    .option("--project <name>", "project", "default")
    .option("--dest-server <url>", `cluster by URL (default: "${inClusterServer}")`)
    .option("--dest-name <name>", "cluster by name")
    .option("--dest-namespace <namespace>", "namespace for objects that name none")
    .option("--sync-policy <policy>", "manual, or automated (also: auto)")
    .option("--auto-prune", "automated sync deletes what left Git")
    .option("--self-heal", "automated sync undoes changes made in the cluster")
    .option("--allow-empty", "automated sync may delete everything")
    .option("--sync-option <option>", "such as CreateNamespace=true; may be repeated", collect, [])
    .option("--set-finalizer", "deleting the application deletes what it manages")
    .option("--directory-recurse", "plain YAML in sub-folders, too")
    .option("--release-name <name>", "Helm release name")
    .option("--values <file>", "Helm values file, relative to the chart; may be repeated", collect, [])
    .option("--helm-set <name=value>", "Helm parameter; may be repeated", collect, [])
    .option("--kustomize-image <image>", "image override [old=]new[:tag][@digest]; may be repeated", collect, [])
    .option("--nameprefix <prefix>", "Kustomize name prefix")
    .option("--namesuffix <suffix>", "Kustomize name suffix")
    .action(async (name: string | undefined, options: CreateOptions, command: Command) => {
      const client = await connectFrom(command, deps);
      for (const manifest of options.file === undefined ? [manifestFromFlags(name, options)] : parseFile(await deps.readFile(options.file), options.file)) {
        const created = await client.createApplication(manifest, { signal: deps.signal, upsert: options.upsert === true });
        deps.stdout.write(`application '${created.metadata.name}' ${options.upsert === true ? "updated" : "created"}\n`);
      }
    });
}

function parseFile(text: string, file: string): readonly object[] {
  return parseDocuments(text, { file }).map(({ value, line }) => {
    if (getString(value, "kind") !== "Application" || typeof value !== "object" || value === null) throw new SillageError("invalid", `${file}:${line}: not an Application`);
    return value;
  });
}

/** The Application that the flags describe; throws `invalid` when something needed is missing. */
export function manifestFromFlags(name: string | undefined, options: CreateOptions): object {
  if (name === undefined) throw new SillageError("invalid", "An application needs a name: `sillage app create NAME --repo URL --path FOLDER`, or `-f FILE`");
  if (options.repo === undefined || options.path === undefined) throw new SillageError("invalid", `Application "${name}" needs --repo and --path`);
  const destination = options.destName === undefined ? { server: options.destServer ?? inClusterServer } : { name: options.destName };
  return {
    apiVersion,
    kind: "Application",
    metadata: { name, ...(options.setFinalizer === true ? { finalizers: [finalizers.foregroundDefault] } : {}) },
    spec: {
      project: options.project,
      source: { repoURL: options.repo, path: options.path, targetRevision: options.revision, ...toolOptions(options) },
      destination: { ...destination, namespace: options.destNamespace },
      syncPolicy: syncPolicy(options),
    },
  };
}

function syncPolicy(options: CreateOptions): object | undefined {
  const { syncPolicy: policy = "manual", syncOption } = options;
  if (!["manual", "none", "auto", "automatic", "automated"].includes(policy)) throw new SillageError("invalid", `Sync policy "${policy}" is not one of manual, automated`);
  const automated = policy.startsWith("auto") ? { prune: options.autoPrune, selfHeal: options.selfHeal, allowEmpty: options.allowEmpty } : undefined;
  if (automated === undefined && syncOption.length === 0) return undefined;
  return { automated, ...(syncOption.length === 0 ? {} : { syncOptions: syncOption }) };
}

function toolOptions(options: CreateOptions): object {
  const parameters = options.helmSet.map((pair) => ({ name: pair.split("=", 1)[0] ?? "", value: pair.slice(pair.indexOf("=") + 1) }));
  const helm = { releaseName: options.releaseName, ...(options.values.length === 0 ? {} : { valueFiles: options.values }), ...(parameters.length === 0 ? {} : { parameters }) };
  const kustomize = { namePrefix: options.nameprefix, nameSuffix: options.namesuffix, ...(options.kustomizeImage.length === 0 ? {} : { images: options.kustomizeImage }) };
  return {
    ...(isUsed(helm) ? { helm } : {}),
    ...(isUsed(kustomize) ? { kustomize } : {}),
    ...(options.directoryRecurse === true ? { directory: { recurse: true } } : {}),
  };
}

function isUsed(block: object): boolean {
  return Object.values(block).some((value) => value !== undefined);
}
