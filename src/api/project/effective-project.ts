import { matchesSelector } from "../../kube/index.ts";
import type { AppProject, AppProjectSpec } from "./app-project.ts";

/** Which projects inherit from which: an entry of `globalProjects`. */
export interface GlobalProjectRule {
  /** A `metav1.LabelSelector`. */
  readonly labelSelector: unknown;
  readonly projectName: string;
}

/** The names of the projects this one inherits from. */
export function findGlobalProjects({ metadata }: Pick<AppProject, "metadata">, rules: readonly GlobalProjectRule[]): readonly string[] {
  const matching = rules.filter(({ labelSelector, projectName }) => projectName !== metadata.name && matchesSelector(labelSelector, metadata.labels ?? {}));
  return [...new Set(matching.map(({ projectName }) => projectName))];
}

/** The project with the lists of the global ones appended to its own. */
export function computeEffectiveProject(project: AppProject, globals: readonly AppProject[]): AppProject {
  return globals.reduce((merged, { spec }) => ({ ...merged, spec: mergeSpecs(merged.spec, spec) }), project);
}

function mergeSpecs(own: AppProjectSpec, inherited: AppProjectSpec): AppProjectSpec {
  return {
    ...own,
    ...append("sourceRepos", own.sourceRepos, inherited.sourceRepos),
    ...append("destinations", own.destinations, inherited.destinations),
    ...append("clusterResourceWhitelist", own.clusterResourceWhitelist, inherited.clusterResourceWhitelist),
    ...append("clusterResourceBlacklist", own.clusterResourceBlacklist, inherited.clusterResourceBlacklist),
    ...append("namespaceResourceWhitelist", own.namespaceResourceWhitelist, inherited.namespaceResourceWhitelist),
    ...append("namespaceResourceBlacklist", own.namespaceResourceBlacklist, inherited.namespaceResourceBlacklist),
    ...append("syncWindows", own.syncWindows, inherited.syncWindows),
    ...append("destinationServiceAccounts", own.destinationServiceAccounts, inherited.destinationServiceAccounts),
  };
}

/** An empty list adds nothing: a namespaced allow list that the project lacks stays absent, which means everything. */
function append<Key extends string, Item>(key: Key, own: readonly Item[] | undefined, inherited: readonly Item[] = []): Partial<Record<Key, readonly Item[]>> {
  return inherited.length === 0 ? {} : toField(key, [...(own ?? []), ...inherited]);
}

function toField<Key extends string, Value>(key: Key, value: Value): Partial<Record<Key, Value>> {
  const field: Partial<Record<Key, Value>> = {};
  field[key] = value;
  return field;
}
