import { isDeepStrictEqual } from "node:util";
import { isRecord } from "../../kube/index.ts";
import type { ListNode, SchemaNode } from "../../kube/schema/index.ts";
import { type FieldSet, type FieldSetBuilder, createBuilder, deepDifference, insertPath } from "./field-set.ts";
import { type FieldPath, type PathElement, fieldElement, itemElement } from "./path-element.ts";
import { type Shape, isEmptyValue, lenientEntrySchema, listOf, mapOf, shapeOf } from "./shape.ts";

/** Which paths differ between two values of one schema. */
export interface Comparison {
  readonly added: FieldSet;
  readonly modified: FieldSet;
  readonly removed: FieldSet;
}

export function compareValues(before: unknown, after: unknown, schema: SchemaNode): Comparison {
  const result = { added: createBuilder(), modified: createBuilder(), removed: createBuilder() };
  compare({ before, after, schema, path: [], result });
  return result;
}

/** The comparison without `fields` and all below them. */
export function ignoreFields(comparison: Comparison, fields: FieldSet): Comparison {
  return {
    added: deepDifference(comparison.added, fields),
    modified: deepDifference(comparison.modified, fields),
    removed: deepDifference(comparison.removed, fields),
  };
}

interface Pair {
  readonly before: unknown;
  readonly after: unknown;
  readonly schema: SchemaNode;
  readonly path: FieldPath;
  readonly result: Readonly<Record<keyof Comparison, FieldSetBuilder>>;
}

function compare(pair: Pair): void {
  const { before, after, schema, path, result } = pair;
  if (before === after) return;
  const shape = shapeOf(schema, isNothing(after) ? before : after);
  if (!isSameForm(before, after)) {
    compareEntries(isRecord(before) ? { ...pair, after: undefined } : { ...pair, before: undefined }, shapeOf(schema, isRecord(before) ? before : after));
    insertPath(result.modified, path);
    return;
  }
  const isLeaf = shape.kind === "scalar" || (shape.kind === "list" ? shape.type === "atomic" : shape.atomic) || (isEmptyValue(before) && isEmptyValue(after));
  if (isLeaf && before !== undefined && after !== undefined) {
    if (!isDeepStrictEqual(before, after)) insertPath(result.modified, path);
    return;
  }
  if (!isLeaf && shape.kind === "list") compareItems(shape, pair);
  else if (!isLeaf) compareEntries(pair, shape);
  if (before === undefined) insertPath(result.added, path);
  else if (after === undefined) insertPath(result.removed, path);
}

function compareEntries({ before, after, path, result }: Pair, shape: Shape): void {
  if (shape.kind !== "struct" && shape.kind !== "map") return;
  const [left, right] = [mapOf(before), mapOf(after)];
  for (const name of new Set([...Object.keys(left), ...Object.keys(right)])) {
    compare({ before: left[name], after: right[name], schema: lenientEntrySchema(shape, name), path: [...path, fieldElement(name)], result });
  }
}

/** Items are compared by element; items that share one are compared as a group. */
function compareItems(list: ListNode, { before, after, path, result }: Pair): void {
  const [left, right] = [groupItems(list, before), groupItems(list, after)];
  for (const element of new Set([...left.keys(), ...right.keys()])) {
    const itemPath = [...path, element];
    const [old, current] = [left.get(element) ?? [], right.get(element) ?? []];
    if (old.length > 1 && current.length > 1) {
      if (!isDeepStrictEqual(old, current)) insertPath(result.modified, itemPath);
      continue;
    }
    const one = (items: readonly unknown[]): unknown => (items.length === 1 ? items[0] : undefined);
    compare({ before: one(old), after: one(current), schema: list.items, path: itemPath, result });
    if (old.length > 1) insertPath(result.removed, itemPath);
    if (current.length > 1) insertPath(result.added, itemPath);
  }
}

function groupItems(list: ListNode, value: unknown): ReadonlyMap<PathElement, readonly unknown[]> {
  const groups = new Map<PathElement, unknown[]>();
  for (const item of listOf(value)) {
    const element = itemElement(list, item);
    if (typeof element !== "string") continue;
    const group = groups.get(element);
    if (group === undefined) groups.set(element, [item]);
    else group.push(item);
  }
  return groups;
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

function isSameForm(before: unknown, after: unknown): boolean {
  return isNothing(before) || isNothing(after) || formOf(before) === formOf(after);
}

function formOf(value: unknown): "list" | "map" | "scalar" {
  return Array.isArray(value) ? "list" : isRecord(value) ? "map" : "scalar";
}
