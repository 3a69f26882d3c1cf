import type { KubeObject } from "../kube/index.ts";
import type { Change } from "./informer.ts";
import { createObjectIndex, type Indexes } from "./object-index.ts";

/** The cached objects of one resource. Each mutation returns what it changed. */
export interface ObjectStore {
  get(namespace: string, name: string): KubeObject | undefined;
  list(namespace?: string): readonly KubeObject[];
  listByIndex(index: string, value: string): readonly KubeObject[];
  upsert(object: KubeObject): readonly Change[];
  remove(object: KubeObject): readonly Change[];
  /** Upserts all of these and removes everything else, change by change as the caller asks for them. */
  replace(objects: readonly KubeObject[]): Generator<Change>;
}

export function createObjectStore(indexes: Indexes): ObjectStore {
  const objects = new Map<string, KubeObject>();
  const index = createObjectIndex(indexes);

  function upsert(object: KubeObject): readonly Change[] {
    const key = storeKey(object);
    const previous = objects.get(key);
    if (previous !== undefined && previous.metadata.uid !== object.metadata.uid) return [...remove(previous), ...upsert(object)];
    if (previous !== undefined && previous.metadata.resourceVersion === object.metadata.resourceVersion) return [];
    if (previous !== undefined) index.remove(previous);
    objects.set(key, object);
    index.add(object);
    return [previous === undefined ? { type: "added", object } : { type: "modified", object, previous }];
  }

  function remove(object: KubeObject): readonly Change[] {
    const key = storeKey(object);
    const known = objects.get(key);
    if (known === undefined) return [];
    objects.delete(key);
    index.remove(known);
    return [{ type: "deleted", object }];
  }

  return {
    get: (namespace, name) => objects.get(`${namespace}/${name}`),
    list(namespace) {
      const all = [...objects.values()];
      return namespace === undefined ? all : all.filter((object) => (object.metadata.namespace ?? "") === namespace);
    },
    listByIndex: (name, value) => index.list(name, value),
    upsert,
    remove,
    *replace(listed) {
      const kept = new Set(listed.map(storeKey));
      for (const [key, object] of objects) if (!kept.has(key)) yield* remove(object);
      for (const object of listed) yield* upsert(object);
    },
  };
}

function storeKey(object: KubeObject): string {
  return `${object.metadata.namespace ?? ""}/${object.metadata.name ?? ""}`;
}
