import type { KubeObject } from "../../kube/index.ts";

/** Objects and who made them, by owner references. */
export interface OwnerGraph {
  put(object: KubeObject): void;
  remove(object: KubeObject): void;
  /** What names this object as an owner. */
  childrenOf(uid: string): readonly KubeObject[];
  /** The object and its owners, theirs, and so on. */
  lineOf(object: KubeObject): readonly KubeObject[];
}

export function createOwnerGraph(): OwnerGraph {
  const byUid = new Map<string, KubeObject>();
  const children = new Map<string, Map<string, KubeObject>>();

  function remove({ metadata }: KubeObject): void {
    const { uid = "" } = metadata;
    const known = byUid.get(uid);
    byUid.delete(uid);
    for (const owner of ownersOf(known)) {
      const siblings = children.get(owner);
      siblings?.delete(uid);
      if (siblings?.size === 0) children.delete(owner);
    }
  }

  return {
    put(object) {
      remove(object);
      const { uid = "" } = object.metadata;
      byUid.set(uid, object);
      for (const owner of ownersOf(object)) {
        const siblings = children.get(owner);
        if (siblings === undefined) children.set(owner, new Map([[uid, object]]));
        else siblings.set(uid, object);
      }
    },
    remove,
    childrenOf: (uid) => [...(children.get(uid)?.values() ?? [])],
    lineOf(object) {
      const line = new Map([[object.metadata.uid ?? "", object]]);
      for (const member of line.values()) {
        for (const uid of ownersOf(member)) {
          const owner = byUid.get(uid);
          if (owner !== undefined && !line.has(uid)) line.set(uid, owner);
        }
      }
      return [...line.values()];
    },
  };
}

function ownersOf(object: KubeObject | undefined): readonly string[] {
  return object?.metadata.ownerReferences?.map(({ uid }) => uid) ?? [];
}
