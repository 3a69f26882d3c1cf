import { type ApiRequest, type ApiResponse, jsonResponse } from "../api-request.ts";
import { pathNotFound } from "../status-error.ts";
import { type Catalog, etagOf, groupVersionsOf } from "./catalog.ts";
import { type Resource, apiVersionOf } from "./resource.ts";

const aggregatedType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

/** Answers /api, /api/v1, /apis, /apis/GROUP and /apis/GROUP/VERSION; the two roots also in the aggregated form, with an ETag. */
export function serveDiscovery(catalog: Catalog, request: Pick<ApiRequest, "headers">, segments: readonly string[]): ApiResponse {
  const [root, group, version] = segments;
  const core = root === "api";
  const resources = catalog.resources.filter((resource) => (resource.group === "") === core);
  if (segments.length === 1) return serveRoot(resources, request, core);
  if (core && segments.length === 2) return serveResources(resources, `${group}`);
  const inGroup = resources.filter((resource) => resource.group === group);
  if (inGroup.length === 0 || core) throw pathNotFound();
  if (version === undefined) return jsonResponse({ kind: "APIGroup", apiVersion: "v1", ...describeGroup(group ?? "", inGroup) });
  return serveResources(inGroup, `${group}/${version}`);
}

function serveRoot(resources: readonly Resource[], request: Pick<ApiRequest, "headers">, core: boolean): ApiResponse {
  const accept = request.headers["accept"] ?? "";
  if (accept.includes("as=APIGroupDiscoveryList") && accept.includes("v=v2")) return serveAggregated(resources, request);
  if (core) return jsonResponse({ kind: "APIVersions", versions: ["v1"], serverAddressByClientCIDRs: [] });
  const groups = [...Map.groupBy(resources, (resource) => resource.group)].map(([name, members]) => describeGroup(name, members));
  return jsonResponse({ kind: "APIGroupList", apiVersion: "v1", groups });
}

function serveAggregated(resources: readonly Resource[], request: Pick<ApiRequest, "headers">): ApiResponse {
  const items = [...Map.groupBy(resources, (resource) => resource.group)].map(([name, members]) => ({
    metadata: name === "" ? { creationTimestamp: null } : { name, creationTimestamp: null },
    versions: [...groupVersionsOf(members).values()].map((list) => ({ version: list[0]?.version, resources: list.map(aggregate), freshness: "Current" })),
  }));
  const body = JSON.stringify({ kind: "APIGroupDiscoveryList", apiVersion: "apidiscovery.k8s.io/v2", metadata: {}, items });
  const headers = { "content-type": aggregatedType, etag: etagOf(body), vary: "Accept", "cache-control": "public" };
  if (request.headers["if-none-match"] === headers.etag) return { status: 304, headers, body: "" };
  return { status: 200, headers, body };
}

function aggregate(resource: Resource): Readonly<Record<string, unknown>> {
  const { group, version, kind } = resource;
  return {
    resource: resource.plural,
    responseKind: { group, version, kind },
    scope: resource.namespaced ? "Namespaced" : "Cluster",
    singularResource: resource.singular,
    verbs: resource.verbs,
    ...(resource.shortNames.length === 0 ? {} : { shortNames: resource.shortNames }),
    ...(resource.categories.length === 0 ? {} : { categories: resource.categories }),
    ...(resource.subresources.length === 0
      ? {}
      : {
          subresources: resource.subresources.map((sub) => ({
            subresource: sub.name,
            responseKind: { group: sub.group, version: sub.version, kind: sub.kind },
            verbs: sub.verbs,
          })),
        }),
  };
}

function describeGroup(name: string, resources: readonly Resource[]): Readonly<Record<string, unknown>> {
  const versions = [...groupVersionsOf(resources)].map(([groupVersion, list]) => ({ groupVersion, version: list[0]?.version }));
  return { name, versions, preferredVersion: versions[0] };
}

function serveResources(resources: readonly Resource[], groupVersion: string): ApiResponse {
  const served = resources.filter((resource) => apiVersionOf(resource) === groupVersion);
  if (served.length === 0) throw pathNotFound();
  const list = served.flatMap((resource) => [
    {
      name: resource.plural,
      singularName: resource.singular,
      namespaced: resource.namespaced,
      kind: resource.kind,
      verbs: resource.verbs,
      ...(resource.shortNames.length === 0 ? {} : { shortNames: resource.shortNames }),
      ...(resource.categories.length === 0 ? {} : { categories: resource.categories }),
    },
    ...resource.subresources.map((sub) => ({
      name: `${resource.plural}/${sub.name}`,
      singularName: "",
      namespaced: resource.namespaced,
      ...(sub.group === resource.group && sub.version === resource.version ? {} : { group: sub.group, version: sub.version }),
      kind: sub.kind,
      verbs: sub.verbs,
    })),
  ]);
  return jsonResponse({ kind: "APIResourceList", apiVersion: "v1", groupVersion, resources: list });
}
