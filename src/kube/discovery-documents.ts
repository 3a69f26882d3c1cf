import type { ApiResource } from "./client.ts";
import { getBoolean, getList, getRecord, getString } from "./fields.ts";

interface GroupVersion {
  readonly group: string;
  readonly version: string;
}

/** Whether the answer of `/api` or `/apis` is the aggregated document; older servers send lists of versions or groups. */
export function isAggregated(document: unknown): boolean {
  return getString(document, "kind") === "APIGroupDiscoveryList";
}

/** The resources of an aggregated document, in the server's order of preference. */
export function readAggregated(document: unknown): ApiResource[] {
  const found: ApiResource[] = [];
  for (const group of getList(document, "items")) {
    for (const version of getList(group, "versions")) {
      const where = { group: getString(group, "metadata", "name") ?? "", version: getString(version, "version") ?? "" };
      for (const resource of getList(version, "resources")) found.push(readResource(resource, where));
    }
  }
  return found.filter((resource) => resource.kind !== "");
}

function readResource(entry: unknown, where: GroupVersion): ApiResource {
  const resource = getString(entry, "resource") ?? "";
  return {
    ...where,
    kind: getString(entry, "responseKind", "kind") ?? "",
    resource,
    namespaced: getString(entry, "scope") === "Namespaced",
    verbs: strings(getList(entry, "verbs")),
    subresources: getList(entry, "subresources").map((item) => getString(item, "subresource") ?? ""),
    shortNames: strings(getList(entry, "shortNames")),
    categories: strings(getList(entry, "categories")),
    singular: getString(entry, "singularResource") ?? "",
  };
}

/** The paths a legacy `/api` or `/apis` document points at, preferred version of each group first. */
export function legacyVersions(document: unknown): readonly (GroupVersion & { readonly path: string })[] {
  const core = strings(getList(document, "versions")).map((version) => ({ path: `/api/${version}`, group: "", version }));
  const named = getList(document, "groups").flatMap((group) => {
    const preferred = getString(group, "preferredVersion", "version") ?? "";
    const versions = getList(group, "versions").map((item) => getString(item, "version") ?? "");
    const ordered = [preferred, ...versions.filter((version) => version !== preferred)].filter((version) => version !== "");
    const name = getString(group, "name") ?? "";
    return ordered.map((version) => ({ path: `/apis/${name}/${version}`, group: name, version }));
  });
  return [...core, ...named];
}

/** The resources of an APIResourceList; `deployments/status` becomes a subresource of `deployments`. */
export function readLegacyResources(document: unknown, where: GroupVersion): ApiResource[] {
  const entries = getList(document, "resources").flatMap((entry) => getRecord(entry) ?? []);
  const names = entries.map((entry) => getString(entry, "name") ?? "");
  return entries
    .filter((entry) => getString(entry, "name")?.includes("/") === false)
    .map((entry) => {
      const name = getString(entry, "name") ?? "";
      return {
        group: getString(entry, "group") ?? where.group,
        version: getString(entry, "version") ?? where.version,
        kind: getString(entry, "kind") ?? "",
        resource: name,
        namespaced: getBoolean(entry, "namespaced") ?? false,
        verbs: strings(getList(entry, "verbs")),
        subresources: names.filter((other) => other.startsWith(`${name}/`)).map((other) => other.slice(name.length + 1)),
        shortNames: strings(getList(entry, "shortNames")),
        categories: strings(getList(entry, "categories")),
        singular: getString(entry, "singularName") ?? "",
      };
    });
}

function strings(values: readonly unknown[]): string[] {
  return values.filter((value) => typeof value === "string");
}
