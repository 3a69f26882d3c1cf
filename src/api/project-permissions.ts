import { matchGlob } from "./glob.ts";
import type { AppProject, AppProjectSpec, ResourceRule } from "./app-project.ts";
import type { Destination } from "./application-spec.ts";

/** What the project `default` allows while nobody has written one: everything. */
export const defaultProjectSpec: AppProjectSpec = {
  sourceRepos: ["*"],
  destinations: [{ server: "*", namespace: "*" }],
  clusterResourceWhitelist: [{ group: "*", kind: "*" }],
};

/** Whether applications of the project may take manifests from the repository. */
export function isSourcePermitted(project: AppProject, repoURL: string): boolean {
  const url = normalizeRepoUrl(repoURL);
  return admits(project.spec.sourceRepos ?? [], (pattern) => pattern === "*" || matchGlob(normalizeRepoUrl(pattern), url, { separator: "/" }));
}

/** Whether applications of the project may put objects there. A namespace of "" stands for cluster-scoped objects and always fits. */
export function isDestinationPermitted(project: AppProject, destination: Destination): boolean {
  const { server = "", name = "", namespace = "" } = destination;
  let permitted = false;
  for (const rule of project.spec.destinations ?? []) {
    const cluster = matchCluster(rule, { server, name });
    if (cluster === "denied") return false;
    const space = namespace === "" ? "admitted" : match(rule.namespace ?? "", namespace);
    if (cluster === "admitted" && space === "denied") return false;
    if (cluster === "admitted" && space === "admitted") permitted = true;
  }
  return permitted;
}

/** Whether applications of the project may contain an object of this kind. */
export function isResourcePermitted(
  project: AppProject,
  resource: { readonly group: string; readonly kind: string; readonly name: string; readonly namespaced: boolean },
): boolean {
  const { spec } = project;
  const matches = (rule: ResourceRule): boolean =>
    matchGlob(rule.group, resource.group) && matchGlob(rule.kind, resource.kind) && (resource.namespaced || rule.name === undefined || matchGlob(rule.name, resource.name));
  const denied = resource.namespaced ? spec.namespaceResourceBlacklist : spec.clusterResourceBlacklist;
  const allowed = resource.namespaced ? spec.namespaceResourceWhitelist : (spec.clusterResourceWhitelist ?? []);
  return (allowed === undefined || allowed.some(matches)) && !(denied ?? []).some(matches);
}

/** Lower case, without `.git` and `ssh://`, scp form rewritten: two spellings of one repository become equal. */
function normalizeRepoUrl(url: string): string {
  const scp = /^(?:[^@/:]+@)?[^@/:]+:(?!\/\/)/.test(url) && !url.includes("://");
  const path = scp ? url.replace(":", "/") : url;
  return path
    .toLowerCase()
    .trim()
    .replace(/^ssh:\/\//, "")
    .replace(/\/+$/, "")
    .replace(/\.git$/, "");
}

/** Denials win; a list of nothing but denials admits the rest. */
function admits(patterns: readonly string[], matches: (pattern: string) => boolean): boolean {
  const denials = patterns.filter((pattern) => pattern.startsWith("!")).map((pattern) => pattern.slice(1));
  const allowances = patterns.filter((pattern) => !pattern.startsWith("!"));
  if (denials.some(matches)) return false;
  return allowances.length === 0 ? denials.length > 0 : allowances.some(matches);
}

type Verdict = "admitted" | "denied" | "other";

function match(pattern: string, text: string): Verdict {
  if (pattern.startsWith("!")) return matchGlob(pattern.slice(1), text) ? "denied" : "admitted";
  return matchGlob(pattern, text) ? "admitted" : "other";
}

function matchCluster(rule: Destination, { server, name }: { readonly server: string; readonly name: string }): Verdict {
  const verdicts = [rule.server !== undefined && server !== "" ? match(rule.server, server) : "other", rule.name !== undefined && name !== "" ? match(rule.name, name) : "other"];
  if (verdicts.includes("denied")) return "denied";
  return verdicts.includes("admitted") ? "admitted" : "other";
}
