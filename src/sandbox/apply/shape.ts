import { isRecord } from "../../kube/index.ts";
import type { AnyNode, ListNode, MapNode, SchemaNode, StructNode } from "../../kube/schema/index.ts";

/** A schema node once `any` has been decided by a value. */
export type Shape = Exclude<SchemaNode, AnyNode>;

const anyNode: SchemaNode = { kind: "any" };
const deducedMap: MapNode = { kind: "map", atomic: false, values: anyNode };
const deducedList: ListNode = { kind: "list", type: "atomic", keys: [], items: anyNode };
const deducedScalar: Shape = { kind: "scalar", type: "int-or-string" };

/** Where the schema says nothing, maps are granular and lists atomic. */
export function shapeOf(schema: SchemaNode, value: unknown): Shape {
  if (schema.kind !== "any") return schema;
  if (Array.isArray(value)) return deducedList;
  return isRecord(value) || value === undefined || value === null ? deducedMap : deducedScalar;
}

/** The schema of a field or map entry; undefined when no such field is declared. */
export function entrySchema(shape: StructNode | MapNode, name: string): SchemaNode | undefined {
  return shape.kind === "map" ? shape.values : (shape.fields.get(name)?.schema ?? shape.additional);
}

/** As `entrySchema`, for objects that were stored before the field was removed from the schema. */
export function lenientEntrySchema(shape: StructNode | MapNode, name: string): SchemaNode {
  return entrySchema(shape, name) ?? anyNode;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function mapOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

export function isEmptyValue(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) ? value.length === 0 : isRecord(value) && Object.keys(value).length === 0);
}
