import type { SchemaNode } from "../../kube/schema/index.ts";
import { isRecord } from "../../kube/index.ts";
import { type FieldSet, type FieldSetBuilder, createBuilder, insertPath } from "./field-set.ts";
import { type FieldPath, type PathElement, fieldElement, itemElement } from "./path-element.ts";
import { lenientEntrySchema, listOf, mapOf, shapeOf } from "./shape.ts";

/** The paths a value speaks of: scalars and atomic values, empty maps, entries of maps, items of keyed lists and sets. */
export function computeFieldSet(value: unknown, schema: SchemaNode): FieldSet {
  const set = createBuilder();
  collect(value, { schema, path: [], set });
  return set;
}

interface Place {
  readonly schema: SchemaNode;
  readonly path: FieldPath;
  readonly set: FieldSetBuilder;
}

function collect(value: unknown, { schema, path, set }: Place): void {
  const shape = shapeOf(schema, value);
  if (shape.kind === "scalar" || (shape.kind === "list" ? shape.type === "atomic" : shape.atomic)) {
    insertPath(set, path);
  } else if (shape.kind === "list") {
    const items = listOf(value).map((item) => [itemElement(shape, item), item] as const);
    const seen = new Map<PathElement, number>();
    for (const [element] of items) if (typeof element === "string") seen.set(element, (seen.get(element) ?? 0) + 1);
    for (const [element, item] of items) {
      if (typeof element !== "string") continue;
      if (seen.get(element) === 1) collect(item, { schema: shape.items, path: [...path, element], set });
      insertPath(set, [...path, element]);
    }
  } else {
    for (const [name, entry] of Object.entries(mapOf(value))) {
      const entryPath = [...path, fieldElement(name)];
      collect(entry, { schema: lenientEntrySchema(shape, name), path: entryPath, set });
      const isLeaf = entry === null || (isRecord(entry) && Object.keys(entry).length === 0);
      if (isLeaf || shape.kind === "map" || !shape.fields.has(name)) insertPath(set, entryPath);
    }
  }
}
