import { apiVersion, finalizers, inClusterServer } from "../../api/index.ts";
import { SillageError } from "../../errors/index.ts";

export interface ManifestFlags {
  readonly label?: readonly string[];
  readonly repo?: string;
  readonly path?: string;
  readonly revision?: string;
  readonly project: string;
  readonly destServer?: string;
  readonly destName?: string;
  readonly destNamespace?: string;
  readonly syncPolicy: string;
  readonly autoPrune?: true;
  readonly selfHeal?: true;
  readonly allowEmpty?: true;
  readonly syncOption?: readonly string[];
  readonly setFinalizer?: true;
  readonly directoryRecurse?: true;
  readonly releaseName?: string;
  readonly values?: readonly string[];
  readonly helmSet?: readonly string[];
  readonly kustomizeImage?: readonly string[];
  readonly nameprefix?: string;
  readonly namesuffix?: string;
}

/** The Application that the flags describe; throws `invalid` when something needed is missing. */
export function manifestFromFlags(name: string | undefined, flags: ManifestFlags): object {
  const { repo, path, revision, label, destName, destServer = inClusterServer } = flags;
  if (name === undefined) throw new SillageError("invalid", "An application needs a name: `sillage app create NAME --repo URL --path FOLDER`, or `-f FILE`");
  if (repo === undefined || path === undefined) throw new SillageError("invalid", `Application "${name}" needs --repo and --path`);
  const labels = label && Object.fromEntries(label.map((pair) => splitPair(pair, "--label")));
  return {
    apiVersion,
    kind: "Application",
    metadata: { name, labels, finalizers: flags.setFinalizer === true ? [finalizers.foregroundDefault] : undefined },
    spec: {
      project: flags.project,
      source: { repoURL: repo, path, targetRevision: revision, ...toolOptions(flags) },
      destination: { ...(destName === undefined ? { server: destServer } : { name: destName }), namespace: flags.destNamespace },
      syncPolicy: syncPolicyOf(flags),
    },
  };
}

function syncPolicyOf({ syncPolicy, syncOption: syncOptions, autoPrune, selfHeal, allowEmpty }: ManifestFlags): object | undefined {
  if (syncPolicy.startsWith("auto")) return { automated: { prune: autoPrune, selfHeal, allowEmpty }, syncOptions };
  if (autoPrune === true || selfHeal === true || allowEmpty === true) {
    throw new SillageError("invalid", "--auto-prune, --self-heal and --allow-empty go with --sync-policy automated");
  }
  return blockOf({ syncOptions });
}

function toolOptions(flags: ManifestFlags): object {
  const { releaseName, values: valueFiles, nameprefix: namePrefix, namesuffix: nameSuffix, kustomizeImage: images } = flags;
  const parameters = flags.helmSet?.map((pair) => splitPair(pair, "--helm-set")).map(([name, value]) => ({ name, value }));
  return {
    helm: blockOf({ releaseName, valueFiles, parameters }),
    kustomize: blockOf({ namePrefix, nameSuffix, images }),
    directory: blockOf({ recurse: flags.directoryRecurse }),
  };
}

/** The block when something stands in it. */
function blockOf(block: object): object | undefined {
  return Object.values(block).some((value) => value !== undefined) ? block : undefined;
}

function splitPair(pair: string, flag: string): readonly [string, string] {
  const at = pair.indexOf("=");
  if (at < 1) throw new SillageError("invalid", `"${pair}" is not NAME=VALUE, as ${flag} takes it`);
  return [pair.slice(0, at), pair.slice(at + 1)];
}
