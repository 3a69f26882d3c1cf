import type { JsonObject } from "../../../kube/index.ts";
import { type SchemaField, type SchemaNode, type StructNode, describeField, findDefinition } from "../../../kube/schema/index.ts";

const machinery = "io.k8s.apimachinery.pkg";

/** Scalars that have a definition of their own. */
export const scalarDefinitions: Readonly<Record<string, JsonObject>> = {
  [`${machinery}.util.intstr.IntOrString`]: { format: "int-or-string", oneOf: [{ type: "integer" }, { type: "string" }] },
  [`${machinery}.api.resource.Quantity`]: { oneOf: [{ type: "string" }, { type: "number" }] },
  [`${machinery}.apis.meta.v1.Time`]: { type: "string", format: "date-time" },
  [`${machinery}.apis.meta.v1.MicroTime`]: { type: "string", format: "date-time" },
  [`${machinery}.apis.meta.v1.Patch`]: { type: "object" },
};

const scalars: Readonly<Record<string, JsonObject>> = {
  string: { type: "string" },
  boolean: { type: "boolean" },
  int32: { type: "integer", format: "int32" },
  int64: { type: "integer", format: "int64" },
  number: { type: "number", format: "double" },
  bytes: { type: "string", format: "byte" },
  "int-or-string": refTo(`${machinery}.util.intstr.IntOrString`),
  quantity: refTo(`${machinery}.api.resource.Quantity`),
  time: refTo(`${machinery}.apis.meta.v1.Time`),
  "micro-time": refTo(`${machinery}.apis.meta.v1.MicroTime`),
};

export function refTo(definition: string): JsonObject {
  return { $ref: `#/components/schemas/${definition}` };
}

/** A built-in definition as an OpenAPI schema. */
export function buildDefinitionSchema(struct: StructNode): JsonObject {
  const { definition = "" } = struct;
  const required = [...struct.fields].filter(([, field]) => field.required).map(([name]) => name);
  return {
    ...describe(definition, ""),
    type: "object",
    ...(struct.fields.size === 0
      ? {}
      : { properties: Object.fromEntries([...struct.fields].map(([name, field]) => [name, buildField(field, describeMember(field, { definition, name }))])) }),
    ...(required.length === 0 ? {} : { required }),
    ...(struct.atomic ? { "x-kubernetes-map-type": "atomic" } : {}),
  };
}

function buildField({ schema, patchStrategies, patchMergeKey }: SchemaField, description: JsonObject): JsonObject {
  return {
    ...description,
    ...buildType(schema, { inField: true }),
    ...(patchMergeKey === undefined ? {} : { "x-kubernetes-patch-merge-key": patchMergeKey }),
    ...(patchStrategies.length === 0 ? {} : { "x-kubernetes-patch-strategy": patchStrategies.join(",") }),
  };
}

/** A reference beside other keywords is wrapped in `allOf`, as OpenAPI 3.0 ignores what stands beside `$ref`. */
function buildType(node: SchemaNode, { inField }: { readonly inField: boolean }): JsonObject {
  switch (node.kind) {
    case "any":
      return {};
    case "scalar": {
      const scalar = scalars[node.type] ?? {};
      return inField && "$ref" in scalar ? { allOf: [scalar] } : scalar;
    }
    case "struct": {
      const ref = refTo(node.definition ?? "");
      return inField ? { allOf: [ref] } : ref;
    }
    case "map":
      return { type: "object", additionalProperties: buildType(node.values, { inField: false }), ...(node.atomic ? { "x-kubernetes-map-type": "atomic" } : {}) };
    case "list":
      return {
        type: "array",
        items: buildType(node.items, { inField: false }),
        "x-kubernetes-list-type": node.type,
        ...(node.type === "map" ? { "x-kubernetes-list-map-keys": node.keys.map((key) => key.name) } : {}),
      };
  }
}

/** The source has no words for fields that refer to a definition; the definition's own say what they are. */
function describeMember({ schema }: SchemaField, { definition, name }: { readonly definition: string; readonly name: string }): JsonObject {
  const own = describe(definition, name);
  return "description" in own || schema.kind !== "struct" ? own : describe(schema.definition ?? "", "");
}

function describe(definition: string, field: string): JsonObject {
  const description = describeField(definition, field);
  return description === "" ? {} : { description };
}

/** All definitions reachable from the given ones, themselves included. */
export function collectDefinitions(roots: readonly StructNode[]): ReadonlyMap<string, StructNode> {
  const found = new Map<string, StructNode>();
  const visit = (node: SchemaNode): void => {
    if (node.kind === "map") visit(node.values);
    else if (node.kind === "list") visit(node.items);
    else if (node.kind === "struct" && node.definition !== undefined && !found.has(node.definition)) {
      found.set(node.definition, findPlain(node));
      for (const field of node.fields.values()) visit(field.schema);
    }
  };
  for (const root of roots) visit(root);
  return found;
}

/** A field may override whether its definition is atomic; what is published is the definition. */
function findPlain(node: StructNode): StructNode {
  return findDefinition(node.definition ?? "") ?? node;
}
