import { ownerOf } from "../../inventory/index.ts";
import type { KubeObject } from "../../kube/index.ts";
import type { Change } from "../../runtime/index.ts";

/** The objects that no other object owns, by namespace. One for all Applications: to look at a namespace costs what is in it. */
export interface NamespaceIndex {
  /** Gives true when the namespace has other such objects now, or one of another Application. */
  note(change: Change): boolean;
  list(namespace: string): readonly KubeObject[];
}

export function createNamespaceIndex(): NamespaceIndex {
  const byNamespace = new Map<string, Map<string, KubeObject>>();

  function put(object: KubeObject): boolean {
    const { namespace = "", uid = "" } = object.metadata;
    const objects = byNamespace.get(namespace) ?? new Map<string, KubeObject>();
    const known = objects.get(uid);
    byNamespace.set(namespace, objects.set(uid, object));
    return known === undefined || ownerOf(known) !== ownerOf(object);
  }

  function remove({ metadata }: KubeObject): boolean {
    const { namespace = "", uid = "" } = metadata;
    const objects = byNamespace.get(namespace);
    const wasThere = objects?.delete(uid) ?? false;
    if (objects?.size === 0) byNamespace.delete(namespace);
    return wasThere;
  }

  return {
    note({ type, object }) {
      if ((object.metadata.namespace ?? "") === "") return false;
      return type === "deleted" || isOwned(object) ? remove(object) : put(object);
    },
    list: (namespace) => [...(byNamespace.get(namespace)?.values() ?? [])],
  };
}

function isOwned({ metadata }: KubeObject): boolean {
  return (metadata.ownerReferences ?? []).length > 0;
}
