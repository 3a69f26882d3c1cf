import { createHash } from "node:crypto";
import { type GroupVersionKind, type JsonObject, formatApiVersion } from "../../../kube/index.ts";
import { type StructNode, findBuiltin, findDefinition, getBuiltinKinds, getSchemaSource } from "../../../kube/schema/index.ts";
import type { PublishedResource } from "../resource.ts";
import { buildCustomDefinitions, customDefinitionName } from "./custom-definition.ts";
import { buildDefinitionSchema, collectDefinitions, scalarDefinitions } from "./definition-schema.ts";
import { buildPaths } from "./paths.ts";

const metaPackage = "io.k8s.apimachinery.pkg.apis.meta.v1";
/** What every document has: the bodies of deletions, the answer of failures, the metadata of custom resources. */
const commonDefinitions = ["DeleteOptions", "ListMeta", "ObjectMeta", "Status"].map((kind) => `${metaPackage}.${kind}`);

/** `/openapi/v3`: where the document of each group-version is. Its hash changes when the document does. */
export function buildOpenApiRoot(resources: readonly PublishedResource[]): JsonObject {
  const paths = [...groupByVersion(resources)].map(([path, served]): [string, JsonObject] => [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hashOpenApi(served)}` }]);
  return { paths: Object.fromEntries(paths.toSorted(([left], [right]) => (left < right ? -1 : 1))) };
}

/** The hash of the document of these resources, all of one group-version. */
export function hashOpenApi(resources: readonly PublishedResource[]): string {
  return createHash("sha256").update(getSchemaSource()).update(JSON.stringify(resources)).digest("hex").toUpperCase();
}

/** `/openapi/v3/apis/apps/v1`: the definitions and paths of resources, which are all of one group-version. */
export function buildOpenApiDocument(resources: readonly PublishedResource[]): JsonObject {
  const builtin = collectDefinitions([...rootsOf(resources), ...commonDefinitions.flatMap((name) => findDefinition(name) ?? [])]);
  const gvks = kindsByDefinition();
  const schemas = [
    ...Object.entries(scalarDefinitions),
    ...Array.from(builtin, ([name, struct]): [string, JsonObject] => [name, withKinds(buildDefinitionSchema(struct), gvks.get(name))]),
    ...resources.filter(({ custom }) => custom !== undefined).flatMap(buildCustomDefinitions),
  ];
  return {
    openapi: "3.0.0",
    info: { title: "Kubernetes", version: "unversioned" },
    paths: Object.fromEntries(resources.flatMap((resource) => buildPaths(resource, (gvk) => definitionName(gvk, resource)))),
    components: { schemas: Object.fromEntries(schemas.toSorted(([left], [right]) => (left < right ? -1 : 1))) },
  };
}

/** `api/v1`, `apis/apps/v1` → its resources. */
function groupByVersion(resources: readonly PublishedResource[]): ReadonlyMap<string, readonly PublishedResource[]> {
  return Map.groupBy(resources, ({ group, version }) => `${group === "" ? "api" : "apis"}/${formatApiVersion(group, version)}`);
}

function rootsOf(resources: readonly PublishedResource[]): readonly StructNode[] {
  const kinds = resources.flatMap(({ group, version, kind, subresources }) => [{ group, version, kind }, { group, version, kind: `${kind}List` }, ...subresources]);
  return kinds.flatMap((gvk) => findBuiltin(gvk) ?? []);
}

function definitionName(gvk: GroupVersionKind, resource: PublishedResource): string {
  return findBuiltin(gvk)?.definition ?? (resource.custom === undefined ? `${metaPackage}.Status` : customDefinitionName(gvk));
}

function kindsByDefinition(): ReadonlyMap<string, readonly GroupVersionKind[]> {
  return Map.groupBy(getBuiltinKinds(), (gvk) => findBuiltin(gvk)?.definition ?? "");
}

function withKinds(schema: JsonObject, kinds: readonly GroupVersionKind[] | undefined): JsonObject {
  return kinds === undefined ? schema : { ...schema, "x-kubernetes-group-version-kind": kinds.map(({ group, version, kind }) => ({ group, version, kind })) };
}
