import { explainDestination, explainSource, inClusterName, inClusterServer, sourcesOf, type Application, type AppProject, type Destination } from "../../api/index.ts";
import type { Permission } from "../operation/index.ts";

/**
 * What whoever widens a project must be allowed beside changing it: `update` on each cluster and repository that becomes usable, and on all clusters when the
 * kinds of objects change. Without this, an editor of one project could reach everything.
 */
export function findWidenings(before: AppProject, after: AppProject): readonly Permission[] {
  const clusters = clustersOf(after);
  const hasNewKinds = kindLists.some((list) => JSON.stringify(before.spec[list] ?? null) !== JSON.stringify(after.spec[list] ?? null));
  const widened = hasNewKinds ? clusters : clusters.filter((cluster) => !clustersOf(before).includes(cluster));
  const sources = (after.spec.sourceRepos ?? []).filter((url) => !(before.spec.sourceRepos ?? []).includes(url));
  return [...widened.map((object) => ({ resource: "clusters", action: "update", object })), ...sources.map((object) => ({ resource: "repositories", action: "update", object }))];
}

const kindLists = ["clusterResourceWhitelist", "clusterResourceBlacklist", "namespaceResourceWhitelist", "namespaceResourceBlacklist"] as const;

/** Why the change may not be: it would leave applications out that were permitted. `undefined` when it may. */
export function findExclusions(before: AppProject, after: AppProject, applications: readonly Application[]): string | undefined {
  const lost = applications.filter(({ spec }) => sourcesOf(spec).some(({ repoURL }) => explainSource(before, repoURL).permitted && !explainSource(after, repoURL).permitted));
  const homeless = applications.filter(({ spec }) => {
    const destination = withBothNames(spec.destination);
    return explainDestination(before, destination).permitted && !explainDestination(after, destination).permitted;
  });
  const parts = [
    ...(lost.length > 0 ? [`${lost.length} applications source became invalid (${namesOf(lost)})`] : []),
    ...(homeless.length > 0 ? [`${homeless.length} applications destination became invalid (${namesOf(homeless)})`] : []),
  ];
  return parts.length === 0 ? undefined : `as a result of project update ${parts.join(" and ")}`;
}

function clustersOf({ spec }: AppProject): readonly string[] {
  return [...new Set((spec.destinations ?? []).map(({ server = "", name = "" }) => (server === "" ? name : server)))];
}

function withBothNames(destination: Destination): Destination {
  const isOurs = destination.server === inClusterServer || destination.name === inClusterName;
  return isOurs ? { ...destination, server: inClusterServer, name: inClusterName } : destination;
}

const mostNames = 5;

function namesOf(applications: readonly Application[]): string {
  const names = applications.slice(0, mostNames).map(({ metadata }) => metadata.name);
  return [...names, ...(applications.length > mostNames ? ["…"] : [])].join(", ");
}
