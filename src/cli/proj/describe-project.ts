import type { AppProjectSpec } from "../../api/index.ts";
import type { SillageClient } from "../../client/index.ts";

type Details = Awaited<ReturnType<SillageClient["fetchProjectDetails"]>>;

const labelWidth = 31;

/** A project as people read it, list by list. */
export function describeProject({ project, globalProjects, repositories, clusters }: Details): string {
  const { metadata, spec } = project;
  const kinds = (rules: AppProjectSpec["clusterResourceWhitelist"]): readonly string[] => (rules ?? []).map(({ group, kind }) => `${group}/${kind}`);
  const lines: readonly (readonly [string, readonly string[]])[] = [
    ["Name", [metadata.name ?? ""]],
    ["Description", [spec.description ?? ""]],
    ["Destinations", (spec.destinations ?? []).map(({ server, name = "", namespace = "" }) => `${server ?? name},${namespace}`)],
    ["Repositories", spec.sourceRepos ?? []],
    ["Scoped Repositories", repositories.map(({ repo }) => repo)],
    ["Allowed Cluster Resources", kinds(spec.clusterResourceWhitelist)],
    ["Denied Cluster Resources", kinds(spec.clusterResourceBlacklist)],
    ["Scoped Clusters", clusters.map(({ server }) => server)],
    ["Allowed Namespaced Resources", spec.namespaceResourceWhitelist === undefined ? ["*/*"] : kinds(spec.namespaceResourceWhitelist)],
    ["Denied Namespaced Resources", kinds(spec.namespaceResourceBlacklist)],
    ["Source Namespaces", spec.sourceNamespaces ?? []],
    ["Service Accounts", (spec.destinationServiceAccounts ?? []).map(({ server, namespace = "", defaultServiceAccount }) => `${server},${namespace},${defaultServiceAccount}`)],
    ["Orphaned Resources", [describeOrphaned(spec)]],
    ["Inherits From", globalProjects.map((each) => each.metadata.name ?? "")],
  ];
  return lines.map(([label, values]) => formatList(label, values)).join("");
}

export function describeOrphaned({ orphanedResources }: AppProjectSpec): string {
  if (orphanedResources === undefined) return "disabled";
  const { warn = true, ignore = [] } = orphanedResources;
  return `enabled (warn=${warn}${ignore.length === 0 ? "" : `, ignored ${ignore.length}`})`;
}

function formatList(label: string, values: readonly string[]): string {
  const [first = "<none>", ...rest] = values;
  return [`${`${label}:`.padEnd(labelWidth)}${first}`, ...rest.map((value) => `${" ".repeat(labelWidth)}${value}`)].map((line) => `${line.trimEnd()}\n`).join("");
}
