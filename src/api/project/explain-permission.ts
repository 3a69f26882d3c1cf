import type { Destination } from "../application-spec.ts";
import { matchGlob } from "../glob.ts";
import type { AppProject, AppProjectSpec, ProjectDestination, ResourceRule } from "./app-project.ts";

/** What a project says to something, and which of its rules decides. */
export type Permission =
  | { readonly permitted: true }
  | {
      readonly permitted: false;
      readonly list: keyof AppProjectSpec;
      /** The entry that forbids; absent when no entry allows. */
      readonly rule?: string;
    };

export interface ResourceSubject {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespaced: boolean;
}

const permitted: Permission = { permitted: true };

/** Whether applications of the project may take manifests from the repository. Denials win; a list of nothing but denials admits the rest. */
export function explainSource({ spec }: AppProject, repoURL: string): Permission {
  const list = "sourceRepos";
  const patterns = spec.sourceRepos ?? [];
  const url = normalizeRepoUrl(repoURL);
  const matches = (pattern: string): boolean => pattern === "*" || matchGlob(normalizeRepoUrl(pattern), url, { separator: "/" });
  const denial = patterns.find((pattern) => pattern.startsWith("!") && matches(pattern.slice(1)));
  if (denial !== undefined) return { permitted: false, list, rule: `"${denial}"` };
  const allowances = patterns.filter((pattern) => !pattern.startsWith("!"));
  const isAdmitted = allowances.length === 0 ? patterns.length > 0 : allowances.some(matches);
  return isAdmitted ? permitted : { permitted: false, list };
}

/** Whether applications of the project may put objects there. Name both the server and the name of the cluster, so that rules by either match. */
export function explainDestination({ spec }: AppProject, destination: Destination): Permission {
  const list = "destinations";
  const { server = "", name = "", namespace = "" } = destination;
  let isAdmitted = false;
  for (const rule of spec.destinations ?? []) {
    const cluster = matchCluster(rule, { server, name });
    const space = match(rule.namespace ?? "", namespace);
    if (cluster === "denied" || (cluster === "admitted" && space === "denied")) return { permitted: false, list, rule: formatDestination(rule) };
    if (cluster === "admitted" && space === "admitted") isAdmitted = true;
  }
  return isAdmitted ? permitted : { permitted: false, list };
}

/** Whether applications of the project may contain such an object, wherever it is. */
export function explainResource({ spec }: AppProject, resource: ResourceSubject): Permission {
  const { namespaced } = resource;
  const [allowList, denyList] = namespaced
    ? (["namespaceResourceWhitelist", "namespaceResourceBlacklist"] as const)
    : (["clusterResourceWhitelist", "clusterResourceBlacklist"] as const);
  const denial = (spec[denyList] ?? []).find((rule) => matchesResource(rule, resource));
  if (denial !== undefined) return { permitted: false, list: denyList, rule: formatResourceRule(denial) };
  const allowances = spec[allowList] ?? (namespaced ? undefined : []);
  return allowances === undefined || allowances.some((rule) => matchesResource(rule, resource)) ? permitted : { permitted: false, list: allowList };
}

/** Whether Applications of a namespace may use the project. Those beside the server always may. */
export function explainNamespace({ spec }: AppProject, namespace: string, controlNamespace: string): Permission {
  if (namespace === controlNamespace || (spec.sourceNamespaces ?? []).some((pattern) => matchGlob(pattern, namespace))) return permitted;
  return { permitted: false, list: "sourceNamespaces" };
}

/** `sourceRepos has "!https://x/secret"`: why something is not permitted. */
export function describeRule(permission: Extract<Permission, { readonly permitted: false }>): string {
  const { list, rule } = permission;
  return rule === undefined ? `no entry of ${list} allows it` : `${list} has ${rule}`;
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

function matchesResource(rule: ResourceRule, { group, kind, name, namespaced }: ResourceSubject): boolean {
  return matchGlob(rule.group, group) && matchGlob(rule.kind, kind) && (namespaced || rule.name === undefined || rule.name === "" || matchGlob(rule.name, name));
}

type Verdict = "admitted" | "denied" | "other";

function match(pattern: string, text: string): Verdict {
  if (pattern.startsWith("!")) return matchGlob(pattern.slice(1), text) ? "denied" : "admitted";
  return matchGlob(pattern, text) ? "admitted" : "other";
}

function matchCluster(rule: ProjectDestination, { server, name }: { readonly server: string; readonly name: string }): Verdict {
  const verdicts = [rule.server !== undefined && server !== "" ? match(rule.server, server) : "other", rule.name !== undefined && name !== "" ? match(rule.name, name) : "other"];
  if (verdicts.includes("denied")) return "denied";
  return verdicts.includes("admitted") ? "admitted" : "other";
}

function formatDestination({ server, name, namespace = "" }: ProjectDestination): string {
  const cluster = [...(server === undefined ? [] : [`server "${server}"`]), ...(name === undefined ? [] : [`name "${name}"`])].join(", ");
  return `{${cluster === "" ? "" : `${cluster}, `}namespace "${namespace}"}`;
}

function formatResourceRule({ group, kind, name }: ResourceRule): string {
  return `"${group}/${kind}${name === undefined ? "" : `/${name}`}"`;
}
