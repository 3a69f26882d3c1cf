import type { StoredObject } from "./stored-object.ts";

/** The objects of one resource by namespace and name. Lists come in the order of the keys `namespace/name`, as etcd has them. */
export class Collection {
  readonly #namespaces = new Map<string, Map<string, StoredObject>>();
  readonly #sorted = new Map<string, readonly StoredObject[]>();

  get(namespace: string, name: string): StoredObject | undefined {
    return this.#namespaces.get(namespace)?.get(name);
  }

  set(stored: StoredObject): void {
    let names = this.#namespaces.get(stored.namespace);
    if (names === undefined) this.#namespaces.set(stored.namespace, (names = new Map()));
    names.set(stored.name, stored);
    this.#sorted.delete(stored.namespace);
  }

  delete(namespace: string, name: string): void {
    const names = this.#namespaces.get(namespace);
    names?.delete(name);
    if (names?.size === 0) this.#namespaces.delete(namespace);
    this.#sorted.delete(namespace);
  }

  list(namespace?: string): readonly StoredObject[] {
    if (namespace !== undefined) return this.#listNamespace(namespace);
    const namespaces = [...this.#namespaces.keys()].sort((a, b) => compareStrings(`${a}/`, `${b}/`));
    return namespaces.flatMap((name) => this.#listNamespace(name));
  }

  #listNamespace(namespace: string): readonly StoredObject[] {
    const known = this.#sorted.get(namespace);
    if (known !== undefined) return known;
    const sorted = sortByKey([...(this.#namespaces.get(namespace)?.values() ?? [])]);
    this.#sorted.set(namespace, sorted);
    return sorted;
  }
}

/** The key an object has in lists and `continue` tokens. */
export function listKeyOf(stored: StoredObject): string {
  return stored.namespace === "" ? stored.name : `${stored.namespace}/${stored.name}`;
}

export function sortByKey(objects: StoredObject[]): readonly StoredObject[] {
  return objects.sort((a, b) => compareStrings(listKeyOf(a), listKeyOf(b)));
}

function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
