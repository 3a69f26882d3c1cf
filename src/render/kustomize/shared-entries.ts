import type { MutableRecord } from "./json.ts";
import { Unsupported } from "./unsupported.ts";

/**
 * Labels that one rule created in several maps of an object. In Kustomize they are one value: whoever changes it in one of the maps later
 * changes it in all. Clusters run on what that yields, so it is kept.
 */
export interface SharedEntry {
  readonly key: string;
  readonly holders: readonly MutableRecord[];
}

/** An object that has such labels. */
interface Sharing {
  shared: readonly SharedEntry[];
}

interface Entry {
  readonly key: string;
  readonly value: unknown;
}

/** Overwrites an entry of one map, and with it those that are shared with it. */
export function writeSharedEntry(resource: Sharing, holder: MutableRecord, { key, value }: Entry): void {
  const group = resource.shared.find((entry) => entry.key === key && entry.holders.includes(holder));
  for (const one of group?.holders ?? [holder]) one[key] = value;
}

/** Runs a change of the object and lets shared entries follow it; those that the change removed are shared no longer. */
export function keepingShared<T>(resource: Sharing, change: () => T): T {
  const before = resource.shared.map(({ key, holders }) => holders[0]?.[key]);
  const result = change();
  resource.shared = resource.shared.flatMap(({ key, holders }, index) => {
    const left = holders.filter((holder) => Object.hasOwn(holder, key));
    const changed = new Set(left.map((holder) => holder[key]).filter((value) => value !== before[index]));
    if (changed.size > 1) throw new Unsupported(`a patch gives "${key}" two values where one rule had set it`);
    for (const value of changed) for (const holder of left) holder[key] = value;
    return left.length > 1 ? [{ key, holders: left }] : [];
  });
  return result;
}
