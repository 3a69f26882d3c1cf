import { isRecord } from "../../kube/index.ts";
import type { SchemaNode } from "../../kube/schema/index.ts";
import { type FieldSet, emptySet, isEmpty } from "./field-set.ts";
import { fieldElement, itemElement } from "./path-element.ts";
import { lenientEntrySchema, shapeOf } from "./shape.ts";

/** The value without the paths of the set. What loses its last entry becomes `null`, as on the API server; the value itself is not changed. */
export function removePaths(value: unknown, set: FieldSet, schema: SchemaNode): unknown {
  if (isEmpty(set)) return value;
  const shape = shapeOf(schema, value);
  if (shape.kind === "list" && Array.isArray(value) && shape.type !== "atomic") {
    const items = value.flatMap((item) => {
      const element = itemElement(shape, item);
      if (typeof element !== "string") return [item];
      return set.members.has(element) ? [] : [removePaths(item, set.children.get(element) ?? emptySet, shape.items)];
    });
    return items.length > 0 ? items : null;
  }
  if ((shape.kind !== "struct" && shape.kind !== "map") || shape.atomic || !isRecord(value)) return value;
  const entries = Object.entries(value).flatMap(([name, entry]): [string, unknown][] => {
    const element = fieldElement(name);
    if (set.members.has(element)) return [];
    return [[name, removePaths(entry, set.children.get(element) ?? emptySet, lenientEntrySchema(shape, name))]];
  });
  return entries.length > 0 ? Object.fromEntries(entries) : null;
}
