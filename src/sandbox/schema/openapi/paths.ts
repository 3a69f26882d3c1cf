import { type GroupVersionKind, type JsonObject, formatApiVersion } from "../../../kube/index.ts";
import type { PublishedResource } from "../resource.ts";
import { refTo } from "./definition-schema.ts";

const patchTypes = ["application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml", "application/apply-patch+cbor"];
const builtinPatchTypes = [...patchTypes, "application/strategic-merge-patch+json"];

interface Endpoint {
  readonly path: string;
  readonly verbs: readonly string[];
  readonly gvk: GroupVersionKind;
  readonly definition: string;
  readonly custom: boolean;
}

/** The paths of a resource with the operations it has. kubectl reads from them which patch types and query parameters an endpoint takes. */
export function buildPaths(resource: PublishedResource, definitionOf: (gvk: GroupVersionKind) => string): readonly (readonly [string, JsonObject])[] {
  const { group, version, kind, plural, namespaced } = resource;
  const root = `${group === "" ? "/api" : "/apis"}/${formatApiVersion(group, version)}`;
  const collection = namespaced ? `${root}/namespaces/{namespace}/${plural}` : `${root}/${plural}`;
  const custom = resource.custom !== undefined;
  const gvk = { group, version, kind };
  const own = { gvk, definition: definitionOf(gvk), custom };
  return [
    ...(namespaced && resource.verbs.includes("list") ? [describeEndpoint({ ...own, path: `${root}/${plural}`, verbs: ["list"] })] : []),
    describeEndpoint({ ...own, path: collection, verbs: only(resource.verbs, ["list", "create", "deletecollection"]) }),
    describeEndpoint({ ...own, path: `${collection}/{name}`, verbs: only(resource.verbs, ["get", "update", "patch", "delete"]) }),
    ...resource.subresources.map(({ name, verbs, ...kind }) => {
      const subresourceGvk = { group: kind.group, version: kind.version, kind: kind.kind };
      return describeEndpoint({ path: `${collection}/{name}/${name}`, verbs, gvk: subresourceGvk, definition: definitionOf(subresourceGvk), custom });
    }),
  ];
}

function only(verbs: readonly string[], wanted: readonly string[]): readonly string[] {
  return wanted.filter((verb) => verbs.includes(verb));
}

const methods: Readonly<Record<string, string>> = { list: "get", get: "get", create: "post", update: "put", patch: "patch", delete: "delete", deletecollection: "delete" };

function describeEndpoint(endpoint: Endpoint): readonly [string, JsonObject] {
  const parameters = Array.from(endpoint.path.matchAll(/\{(\w+)\}/g), ([, name = ""]) => ({ name, in: "path", required: true, schema: { type: "string", uniqueItems: true } }));
  const operations = endpoint.verbs.flatMap((verb): [string, JsonObject][] => {
    const method = methods[verb];
    return method === undefined ? [] : [[method, describeOperation(verb, endpoint)]];
  });
  return [endpoint.path, { ...Object.fromEntries(operations), parameters }];
}

function describeOperation(verb: string, { gvk, definition, custom }: Endpoint): JsonObject {
  const { group, version, kind } = gvk;
  const schema = refTo(definition);
  const body = describeBody(verb, { schema, custom });
  return {
    parameters: parametersOf(verb).map((name) => ({ name, in: "query", schema: { type: name === "force" ? "boolean" : "string", uniqueItems: true } })),
    ...(body === undefined ? {} : { requestBody: { content: body, required: true } }),
    responses: { [verb === "create" ? "201" : "200"]: { description: "OK", content: { "application/json": { schema } } } },
    "x-kubernetes-action": verb === "create" ? "post" : verb === "update" ? "put" : verb,
    "x-kubernetes-group-version-kind": { group, version, kind },
  };
}

function parametersOf(verb: string): readonly string[] {
  if (verb === "patch") return ["dryRun", "fieldManager", "fieldValidation", "force"];
  if (verb === "create" || verb === "update") return ["dryRun", "fieldManager", "fieldValidation"];
  return verb === "delete" || verb === "deletecollection" ? ["dryRun", "propagationPolicy"] : [];
}

function describeBody(verb: string, { schema, custom }: { readonly schema: JsonObject; readonly custom: boolean }): JsonObject | undefined {
  if (verb === "create" || verb === "update") return { "*/*": { schema } };
  if (verb !== "patch") return undefined;
  const patch = { schema: refTo("io.k8s.apimachinery.pkg.apis.meta.v1.Patch") };
  return Object.fromEntries((custom ? patchTypes : builtinPatchTypes).map((type) => [type, patch]));
}
