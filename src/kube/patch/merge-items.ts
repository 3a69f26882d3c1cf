import { SillageError } from "../../errors/index.ts";
import { isRecord } from "../index.ts";

type List = readonly unknown[];
type Item = Readonly<Record<string, unknown>>;

export interface ItemsPatch {
  readonly patch: List;
  /** The `$setElementOrder` that goes with it. */
  readonly order: List | undefined;
  /** Absent for lists of scalars. */
  readonly mergeKey: string | undefined;
  /** For messages. */
  readonly field: string;
  readonly mergeItem: (original: Item, patch: Item) => Item;
  readonly addItem: (patch: Item) => Item;
}

/** Merges a patch's list into the original: structs by their merge key, scalars as a set. What the patch names comes in the patch's order. */
export function mergeItems(original: List, options: ItemsPatch): List {
  const { patch, mergeKey, order } = options;
  if (order !== undefined) checkOrder(patch, { order, mergeKey });
  if (original.length === 0 && patch.length === 0) return original;
  if (!isRecord(original[0] ?? patch[0])) {
    const merged = orderItems([...new Set([...original, ...patch])], { order: patch, original, mergeKey: undefined });
    return order === undefined ? merged : orderItems(merged, { order, original, mergeKey: undefined });
  }
  if (mergeKey === undefined) throw new SillageError("invalid", `Cannot merge the lists of "${options.field}" without a merge key`);
  const { kept, changes } = applyDirectives(original, { ...options, mergeKey });
  const merged = [...kept];
  for (const item of changes) {
    const at = merged.findIndex((candidate) => keyOf(candidate, mergeKey) === keyOf(item, mergeKey));
    const found = merged[at];
    if (isRecord(found)) merged[at] = options.mergeItem(found, item);
    else merged.push(options.addItem(item));
  }
  const ordered = orderItems(merged, { order: changes, original: kept, mergeKey });
  if (order === undefined) return ordered;
  // Kubernetes deletes in place: to its $setElementOrder, additions stand where deleted items stood at the end of the original.
  const places = merged.slice(0, original.length);
  return orderItems(ordered, { order, original: places, mergeKey });
}

/** Takes `{$patch: delete, key}` and `{$patch: replace}` items out of the patch and does what they say. */
function applyDirectives(original: List, { patch, mergeKey, field }: ItemsPatch & { readonly mergeKey: string }): { readonly kept: List; readonly changes: readonly Item[] } {
  let kept = original;
  let replace = false;
  const changes: Item[] = [];
  for (const item of patch) {
    if (!isRecord(item)) throw new SillageError("invalid", `Cannot merge the lists of "${field}": their items are not all of one kind`);
    const directive = item["$patch"];
    if (directive !== undefined && directive !== "delete" && directive !== "replace") {
      throw new SillageError("invalid", `Cannot merge the lists of "${field}": unknown patch type ${JSON.stringify(directive)}`);
    }
    if (directive === "replace") {
      replace = true;
      continue;
    }
    const key = keyOf(item, mergeKey);
    if (key === undefined) throw new SillageError("invalid", `Cannot merge the lists of "${field}": an item of the patch has no merge key "${mergeKey}"`);
    if (directive === "delete") kept = kept.filter((candidate) => keyOf(candidate, mergeKey) !== key);
    else changes.push(item);
  }
  return { kept: replace ? [] : kept, changes };
}

export interface ItemOrder {
  readonly order: List;
  readonly original: List;
  readonly mergeKey: string | undefined;
}

/**
 * Items named by `order` come in its order. The others keep theirs among themselves, and stay before an ordered item only where they were before it in
 * the original.
 */
export function orderItems(merged: List, { order, original, mergeKey }: ItemOrder): List {
  const indexIn = (list: List, item: unknown): number => list.findIndex((candidate) => keyOf(candidate, mergeKey) === keyOf(item, mergeKey));
  const ordered = merged.filter((item) => indexIn(order, item) >= 0).toSorted((left, right) => indexIn(order, left) - indexIn(order, right));
  const others = merged.filter((item) => indexIn(order, item) < 0);
  const result: unknown[] = [];
  let next = 0;
  for (const item of ordered) {
    const at = indexIn(original, item);
    while (next < others.length && indexIn(original, others[next]) < at) result.push(others[next++]);
    result.push(item);
  }
  return [...result, ...others.slice(next)];
}

/** The items of the patch must stand in `$setElementOrder` in the same relative order; throws `invalid` otherwise. */
function checkOrder(patch: List, { order, mergeKey }: { readonly order: List; readonly mergeKey: string | undefined }): void {
  if (order.length === 0) return;
  let at = 0;
  for (const item of patch) {
    if (isRecord(item) && "$patch" in item) continue;
    while (at < order.length && keyOf(order[at], mergeKey) !== keyOf(item, mergeKey)) at++;
    if (at++ >= order.length) throw new SillageError("invalid", "Cannot apply strategic merge patch: the order of a list in the patch differs from its $setElementOrder");
  }
}

function keyOf(item: unknown, mergeKey: string | undefined): unknown {
  return mergeKey !== undefined && isRecord(item) ? item[mergeKey] : item;
}
