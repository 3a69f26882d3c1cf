import { SillageError } from "../../errors/index.ts";
import { getList, getRecord, getString } from "../../kube/index.ts";
import { type ListKey, type SchemaField, type SchemaNode, type StructNode, findDefinition } from "../../kube/schema/index.ts";
import { type Structural, fieldSchema, isEmbedded, isIntOrString, itemsSchema, keepsUnknown, propertiesOf, toStructural, typeOf } from "./structural.ts";

const anyNode: SchemaNode = { kind: "any" };
const stringField: SchemaField = { schema: { kind: "scalar", type: "string" }, required: false, patchStrategies: [] };

/** The schema node of a custom kind, from its CRD's openAPIV3Schema. Constant data for one schema: build it once. */
export function buildCustomSchema(openApiSchema: unknown): StructNode {
  const schema = toStructural(openApiSchema);
  return { ...buildStruct(schema), fields: new Map([...buildFields(schema), ...typeFields()]) };
}

function typeFields(): readonly (readonly [string, SchemaField])[] {
  return [
    ["apiVersion", stringField],
    ["kind", stringField],
    ["metadata", { schema: metadataNode(), required: false, patchStrategies: [] }],
  ];
}

/** The metadata that all kinds share. */
export function metadataNode(): StructNode {
  const node = findDefinition("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");
  if (node === undefined) throw new SillageError("internal", "Cannot find the schema of ObjectMeta");
  return node;
}

function buildNode(schema: Structural): SchemaNode {
  if (isIntOrString(schema)) return { kind: "scalar", type: "int-or-string" };
  switch (typeOf(schema)) {
    case "object":
      return isMap(schema) ? { kind: "map", atomic: isAtomic(schema), values: buildNode(toStructural(getRecord(schema, "additionalProperties"))) } : buildStruct(schema);
    case "array":
      return buildList(schema);
    case "integer":
      return { kind: "scalar", type: "int64" };
    case "number":
      return { kind: "scalar", type: "number" };
    case "boolean":
      return { kind: "scalar", type: "boolean" };
    case "string":
      return { kind: "scalar", type: "string" };
    default:
      return anyNode;
  }
}

function isMap(schema: Structural): boolean {
  return getRecord(schema, "additionalProperties") !== undefined && getRecord(schema, "properties") === undefined;
}

function buildStruct(schema: Structural): StructNode {
  const fields = new Map([...buildFields(schema), ...(isEmbedded(schema) ? typeFields() : [])]);
  const open = keepsUnknown(schema) || fields.size === 0;
  return { kind: "struct", atomic: isAtomic(schema), fields, ...(open ? { additional: anyNode } : {}) };
}

function buildFields(schema: Structural): ReadonlyMap<string, SchemaField> {
  const required = new Set(getList(schema, "required"));
  return new Map(propertiesOf(schema).map(([name, property]) => [name, { schema: buildNode(property), required: required.has(name), patchStrategies: [] }]));
}

function isAtomic(schema: Structural): boolean {
  return getString(schema, "x-kubernetes-map-type") === "atomic";
}

function buildList(schema: Structural): SchemaNode {
  const items = toStructural(itemsSchema(schema));
  const type = getString(schema, "x-kubernetes-list-type");
  const keys = getList(schema, "x-kubernetes-list-map-keys").filter((key) => typeof key === "string");
  return { kind: "list", type: type === "set" || type === "map" ? type : "atomic", keys: keys.map((name) => buildKey(items, name)), items: buildNode(items) };
}

function buildKey(items: Structural, name: string): ListKey {
  const value = fieldSchema(items, name)?.["default"];
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? { name, default: value } : { name };
}
