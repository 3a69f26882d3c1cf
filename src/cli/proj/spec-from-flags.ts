import { Option, type Command } from "commander";
import type { AppProjectSpec } from "../../api/index.ts";
import { SillageError } from "../../errors/index.ts";
import { commaListOption, listOption, parseTruth } from "../flags.ts";

/** The flags of `create` and `set`. */
export interface SpecFlags {
  readonly description?: string;
  readonly dest?: readonly string[];
  readonly src?: readonly string[];
  readonly sourceNamespaces?: readonly string[];
  readonly orphanedResources?: boolean;
  readonly orphanedResourcesWarn?: boolean;
  readonly allowClusterResource?: readonly string[];
  readonly denyClusterResource?: readonly string[];
  readonly allowNamespacedResource?: readonly string[];
  readonly denyNamespacedResource?: readonly string[];
  readonly destServiceAccounts?: readonly string[];
}

export function addSpecFlags(command: Command): void {
  command
    .option("--description <text>", "what the project is for")
    .addOption(listOption("-d, --dest <server,namespace>", "where applications may deploy, such as https://kubernetes.default.svc,shop"))
    .addOption(listOption("-s, --src <url>", "repository that applications may use"))
    .addOption(commaListOption("--source-namespaces <namespaces>", "namespaces whose Applications may use the project"))
    .addOption(new Option("--orphaned-resources [bool]", "look out for resources that belong to no application").argParser(parseTruth))
    .addOption(new Option("--orphaned-resources-warn [bool]", "warn of them with a condition").argParser(parseTruth))
    .addOption(listOption("--allow-cluster-resource <group/kind>", "cluster-scoped kind that is allowed"))
    .addOption(listOption("--deny-cluster-resource <group/kind>", "cluster-scoped kind that is denied"))
    .addOption(listOption("--allow-namespaced-resource <group/kind>", "namespaced kind that is allowed"))
    .addOption(listOption("--deny-namespaced-resource <group/kind>", "namespaced kind that is denied"))
    .addOption(listOption("--dest-service-accounts <server,namespace,account>", "service account that syncs to a destination act as"));
}

/** The fields that flags were given for: each replaces the whole field. Throws `invalid`. */
export function specFromFlags(flags: SpecFlags): Partial<AppProjectSpec> {
  const orphanedResources = orphanedFrom(flags);
  return {
    ...(flags.description === undefined ? {} : { description: flags.description }),
    ...(flags.dest === undefined ? {} : { destinations: flags.dest.map(parseDestination) }),
    ...(flags.src === undefined ? {} : { sourceRepos: flags.src }),
    ...(flags.sourceNamespaces === undefined ? {} : { sourceNamespaces: flags.sourceNamespaces }),
    ...(orphanedResources === undefined ? {} : { orphanedResources }),
    ...(flags.allowClusterResource === undefined ? {} : { clusterResourceWhitelist: flags.allowClusterResource.map(parseKind) }),
    ...(flags.denyClusterResource === undefined ? {} : { clusterResourceBlacklist: flags.denyClusterResource.map(parseKind) }),
    ...(flags.allowNamespacedResource === undefined ? {} : { namespaceResourceWhitelist: flags.allowNamespacedResource.map(parseKind) }),
    ...(flags.denyNamespacedResource === undefined ? {} : { namespaceResourceBlacklist: flags.denyNamespacedResource.map(parseKind) }),
    ...(flags.destServiceAccounts === undefined ? {} : { destinationServiceAccounts: flags.destServiceAccounts.map(parseServiceAccount) }),
  };
}

/** True when the flags take the look-out for orphans away, which no field can say. */
export function isOrphanedRemoved({ orphanedResources, orphanedResourcesWarn }: SpecFlags): boolean {
  return orphanedResources === false && orphanedResourcesWarn === undefined;
}

function orphanedFrom({ orphanedResources, orphanedResourcesWarn: warn }: SpecFlags): AppProjectSpec["orphanedResources"] {
  if (warn !== undefined) return { warn };
  return orphanedResources === true ? {} : undefined;
}

function parseDestination(text: string): { readonly server: string; readonly namespace: string } {
  const [server = "", namespace, ...rest] = text.split(",");
  if (namespace === undefined || rest.length > 0) throw new SillageError("invalid", `"${text}" is no destination: write it as server,namespace`);
  return { server, namespace };
}

function parseServiceAccount(text: string): { readonly server: string; readonly namespace: string; readonly defaultServiceAccount: string } {
  const [server = "", namespace, defaultServiceAccount, ...rest] = text.split(",");
  if (namespace === undefined || defaultServiceAccount === undefined || rest.length > 0)
    throw new SillageError("invalid", `"${text}" is no service account of a destination: write it as server,namespace,account`);
  return { server, namespace, defaultServiceAccount };
}

/** `apps/Deployment`, or `ConfigMap` of the core group. */
function parseKind(text: string): { readonly group: string; readonly kind: string } {
  const [first = "", kind, ...rest] = text.split("/");
  if (rest.length > 0) throw new SillageError("invalid", `"${text}" is no kind: write it as group/kind, or as kind alone for the core group`);
  return kind === undefined ? { group: "", kind: first } : { group: first, kind };
}
