import type { KubeObject } from "../kube/index.ts";

/** For each object the values under which the index finds it. */
export type Indexes = Readonly<Record<string, (object: KubeObject) => readonly string[]>>;

/** Objects by the values of their index functions. */
export interface ObjectIndex {
  add(object: KubeObject): void;
  /** Takes the very object that was added. */
  remove(object: KubeObject): void;
  list(name: string, value: string): readonly KubeObject[];
}

export function createObjectIndex(indexes: Indexes): ObjectIndex {
  const slots = Object.entries(indexes).map(([name, valuesOf]) => ({ name, valuesOf, found: new Map<string, Set<KubeObject>>() }));
  return {
    add(object) {
      for (const { valuesOf, found } of slots) {
        for (const value of valuesOf(object)) {
          const objects = found.get(value);
          if (objects === undefined) found.set(value, new Set([object]));
          else objects.add(object);
        }
      }
    },
    remove(object) {
      for (const { valuesOf, found } of slots) {
        for (const value of valuesOf(object)) {
          const objects = found.get(value);
          objects?.delete(object);
          if (objects?.size === 0) found.delete(value);
        }
      }
    },
    list(name, value) {
      return [...(slots.find((slot) => slot.name === name)?.found.get(value) ?? [])];
    },
  };
}
