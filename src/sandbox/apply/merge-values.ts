import type { ListNode, SchemaNode } from "../../kube/schema/index.ts";
import { isRecord } from "../../kube/index.ts";
import { type PathElement, itemElement } from "./path-element.ts";
import { isEmptyValue, lenientEntrySchema, listOf, mapOf, shapeOf } from "./shape.ts";

/** The live value with the applied one laid over it: scalars and atomic values are replaced, maps and keyed lists merge. Neither is changed. */
export function mergeValues(live: unknown, config: unknown, schema: SchemaNode): unknown {
  if (live === undefined) return config;
  if (config === undefined) return live;
  const shape = shapeOf(schema, config ?? live);
  if (shape.kind === "scalar" || (shape.kind === "list" ? shape.type === "atomic" : shape.atomic) || (isEmptyValue(live) && isEmptyValue(config))) return config;
  if (shape.kind === "list") return Array.isArray(live) ? mergeItems(shape, { live, config: listOf(config) }) : config;
  if (!isRecord(live) && live !== null) return config;
  const [left, right] = [mapOf(live), mapOf(config)];
  const result: Record<string, unknown> = { ...left };
  for (const [name, value] of Object.entries(right)) result[name] = mergeValues(left[name], value, lenientEntrySchema(shape, name));
  return result;
}

interface Items {
  readonly live: readonly unknown[];
  readonly config: readonly unknown[];
}

/**
 * Shared items come in the order of the config; items only the live list has stay where they are relative to their neighbours. Live duplicates of an item
 * the config names collapse into the config's.
 */
function mergeItems(list: ListNode, { live, config }: Items): readonly unknown[] {
  const left = live.flatMap((item) => withElement(list, item));
  const right = config.flatMap((item) => withElement(list, item));
  const liveOnes = countElements(left);
  const wanted = new Set(right.map(([element]) => element));
  const shared = right.map(([element]) => element).filter((element) => liveOnes.has(element));
  const merged = new Set<PathElement>();
  const result: unknown[] = [];

  const take = ([element, item]: Entry): void => {
    merged.add(element);
    const found = liveOnes.get(element);
    result.push(found?.count === 1 ? mergeValues(found.item, item, list.items) : item);
    if (shared[0] === element) shared.shift();
  };

  let [at, next] = [0, 0];
  while (at < left.length || next < right.length) {
    const [mine, theirs] = [left[at], right[next]];
    if (mine !== undefined && theirs !== undefined && mine[0] === theirs[0]) {
      take(theirs);
      at++;
      next++;
      continue;
    }
    const isWanted = mine !== undefined && wanted.has(mine[0]);
    if (mine !== undefined && (!isWanted || (theirs !== undefined && shared.length > 0 && shared[0] !== mine[0]))) {
      if (!isWanted) result.push(mine[1]);
      at++;
      continue;
    }
    if (mine !== undefined && merged.has(mine[0])) at++;
    if (theirs !== undefined) take(theirs);
    next++;
  }
  return result;
}

type Entry = readonly [PathElement, unknown];

function withElement(list: ListNode, item: unknown): readonly Entry[] {
  const element = itemElement(list, item);
  return typeof element === "string" ? [[element, item]] : [];
}

function countElements(entries: readonly Entry[]): ReadonlyMap<PathElement, { readonly count: number; readonly item: unknown }> {
  const counts = new Map<PathElement, { readonly count: number; readonly item: unknown }>();
  for (const [element, item] of entries) counts.set(element, { count: (counts.get(element)?.count ?? 0) + 1, item });
  return counts;
}
