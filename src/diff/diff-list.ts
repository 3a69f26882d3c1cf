import { getField, isRecord } from "../kube/index.ts";
import { childOf } from "./field-tree.ts";
import { isSameJson } from "./json.ts";
import type { FieldDifference, Walk } from "./walk.ts";

type Key = Readonly<Record<string, unknown>>;

interface OwnedItem {
  readonly key: Key;
  readonly field: string;
}

/** A list whose items the server tells apart, by key (`k:` entries) or by value (`v:` entries). Items of others do not count; the order of ours does. */
export function diffList(walk: Walk, diffItem: (walk: Walk) => FieldDifference[]): FieldDifference[] {
  const { path, owned = {} } = walk;
  const desired = itemsOf(walk.desired);
  const live = itemsOf(walk.live);
  const items = Object.keys(owned).flatMap((field): OwnedItem[] => (field.startsWith("k:") ? [{ field, key: parseKey(field) }] : []));
  if (items.length === 0) return diffSet({ path, desired, live, owned: Object.keys(owned) });

  const names = Object.keys(items[0]?.key ?? {});
  const positions: number[] = [];
  const unclaimed = new Set(items);
  const differences: FieldDifference[] = [];
  for (const [index, item] of desired.entries()) {
    const match = items.find((candidate) => hasKey(item, candidate.key));
    if (match !== undefined) unclaimed.delete(match);
    const key = match?.key ?? keyOfItem(item, names);
    const at = live.findIndex((candidate) => hasKey(candidate, key));
    if (at >= 0) positions.push(at);
    const itemPath = `${path}[${names.length === 0 ? index : describeKey(key)}]`;
    differences.push(...diffItem({ path: itemPath, desired: item, live: live[at], owned: match && childOf(owned, match.field) }));
  }
  for (const { key } of unclaimed) {
    const removed = live.find((candidate) => hasKey(candidate, key));
    if (removed !== undefined) differences.push({ path: `${path}[${describeKey(key)}]`, live: removed });
  }
  if (!isAscending(positions)) differences.push({ path, desired, live });
  return differences;
}

function diffSet(set: { readonly path: string; readonly desired: readonly unknown[]; readonly live: readonly unknown[]; readonly owned: readonly string[] }): FieldDifference[] {
  const { path, desired, live, owned } = set;
  const missing = desired.filter((value) => !live.some((candidate) => isSameJson(candidate, value)));
  const values = owned.flatMap((key) => (key.startsWith("v:") ? [parseValue(key)] : []));
  const removed = values.filter((value) => live.some((candidate) => isSameJson(candidate, value)) && !desired.some((candidate) => isSameJson(candidate, value)));
  return [
    ...missing.map((value) => ({ path: `${path}[${JSON.stringify(value)}]`, desired: value })),
    ...removed.map((value) => ({ path: `${path}[${JSON.stringify(value)}]`, live: value })),
  ];
}

function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function parseKey(field: string): Key {
  const key: unknown = JSON.parse(field.slice(2));
  return isRecord(key) ? key : {};
}

/** A key field that the item leaves out has its default there, so it does not tell against the item. */
function hasKey(item: unknown, key: Key): boolean {
  return Object.entries(key).every(([name, value]) => (getField(item, name) ?? value) === value);
}

function keyOfItem(item: unknown, names: readonly string[]): Key {
  return Object.fromEntries(names.flatMap((name) => (getField(item, name) === undefined ? [] : [[name, getField(item, name)]])));
}

function describeKey(key: Key): string {
  return Object.entries(key)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(",");
}

function isAscending(positions: readonly number[]): boolean {
  return positions.every((position, index) => index === 0 || position > (positions[index - 1] ?? -1));
}

function parseValue(field: string): unknown {
  return JSON.parse(field.slice(2));
}
