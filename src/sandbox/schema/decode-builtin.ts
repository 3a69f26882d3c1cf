import { isRecord } from "../../kube/index.ts";
import type { ListNode, MapNode, SchemaNode, StructNode } from "../../kube/schema/index.ts";
import { type FieldPlace, decodeScalar, describeWrongType } from "./decode-scalar.ts";

/** A value as the API server understands it, and what it did not understand. */
export interface Decoded {
  readonly object: Readonly<Record<string, unknown>>;
  /** Paths of fields that do not exist, which were left out: `spec.template.spec.containers[0].foo`. */
  readonly unknownFields: readonly string[];
}

/**
 * Reads an object of a built-in kind: unknown fields, nulls and empty optional maps and lists are left out, quantities and times become canonical.
 * Throws `invalid` with reason `BadRequest` and the API server's message for a value of the wrong type.
 */
export function decodeBuiltin(value: Readonly<Record<string, unknown>>, schema: StructNode): Decoded {
  const unknownFields: string[] = [];
  return { object: decodeStruct(value, schema, { path: "", fields: [], owner: "", unknownFields }), unknownFields };
}

interface Place extends FieldPlace {
  /** For unknown fields, with positions. */
  readonly path: string;
  readonly unknownFields: string[];
}

export function decodeStruct(value: Readonly<Record<string, unknown>>, struct: StructNode, place: Place): Readonly<Record<string, unknown>> {
  const result: Record<string, unknown> = {};
  const owner = struct.definition?.split(".").at(-1) ?? "";
  for (const [name, entry] of Object.entries(value)) {
    const path = place.path === "" ? name : `${place.path}.${name}`;
    const field = struct.fields.get(name);
    if (field === undefined) place.unknownFields.push(path);
    else if (entry !== null) {
      const decoded = decodeNode(entry, field.schema, { ...place, path, fields: [...place.fields, name], owner });
      if (field.required || name === "managedFields" || !isEmptyCollection(decoded, field.schema)) result[name] = decoded;
    }
  }
  return result;
}

function isEmptyCollection(value: unknown, schema: SchemaNode): boolean {
  if (schema.kind === "list") return Array.isArray(value) && value.length === 0;
  return schema.kind === "map" && isRecord(value) && Object.keys(value).length === 0;
}

function decodeNode(value: unknown, schema: SchemaNode, place: Place): unknown {
  switch (schema.kind) {
    case "any":
      return value;
    case "scalar":
      return decodeScalar(value, schema.type, place);
    case "struct":
      return isRecord(value) ? decodeStruct(value, schema, place) : describeWrongType(value, schema, place);
    case "map":
      return decodeMap(value, schema, place);
    case "list":
      return decodeList(value, schema, place);
  }
}

function decodeMap(value: unknown, map: MapNode, place: Place): unknown {
  if (!isRecord(value)) return describeWrongType(value, map, place);
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, decodeItem(entry, map.values, { ...place, path: `${place.path}.${key}` })]));
}

function decodeList(value: unknown, list: ListNode, place: Place): unknown {
  if (!Array.isArray(value)) return describeWrongType(value, list, place);
  return value.map((item, index) => decodeItem(item, list.items, { ...place, path: `${place.path}[${index}]` }));
}

/** A null among entries or items is the zero value of their type. */
function decodeItem(value: unknown, schema: SchemaNode, place: Place): unknown {
  if (value !== null) return decodeNode(value, schema, place);
  if (schema.kind === "scalar") return schema.type === "boolean" ? false : schema.type === "int32" || schema.type === "int64" || schema.type === "number" ? 0 : "";
  return schema.kind === "struct" ? {} : null;
}
