import type { KubeObject } from "../../kube/index.ts";

/** Objects and who made them, by owner references. */
export interface OwnerGraph {
  put(object: KubeObject): void;
  remove(object: KubeObject): void;
  /** What names this object as an owner. */
  childrenOf(uid: string): readonly KubeObject[];
  /** The volume claims of a namespace, whoever made them. */
  claimsIn(namespace: string): readonly KubeObject[];
  /** The object and its owners, theirs, and so on. */
  lineOf(object: KubeObject): readonly KubeObject[];
}

export function createOwnerGraph(): OwnerGraph {
  const byUid = new Map<string, KubeObject>();
  const children = createGroups();
  const claims = createGroups();

  function remove({ metadata }: KubeObject): void {
    const { uid = "" } = metadata;
    const known = byUid.get(uid);
    if (known === undefined) return;
    byUid.delete(uid);
    for (const owner of ownersOf(known)) children.remove(owner, known);
    if (isClaim(known)) claims.remove(known.metadata.namespace ?? "", known);
  }

  return {
    put(object) {
      remove(object);
      byUid.set(object.metadata.uid ?? "", object);
      for (const owner of ownersOf(object)) children.add(owner, object);
      if (isClaim(object)) claims.add(object.metadata.namespace ?? "", object);
    },
    remove,
    childrenOf: (uid) => children.list(uid),
    claimsIn: (namespace) => claims.list(namespace),
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

interface Groups {
  add(key: string, object: KubeObject): void;
  /** Takes the very object that was added. */
  remove(key: string, object: KubeObject): void;
  list(key: string): readonly KubeObject[];
}

function createGroups(): Groups {
  const groups = new Map<string, Set<KubeObject>>();
  return {
    add(key, object) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, new Set([object]));
      else group.add(object);
    },
    remove(key, object) {
      const group = groups.get(key);
      group?.delete(object);
      if (group?.size === 0) groups.delete(key);
    },
    list: (key) => [...(groups.get(key) ?? [])],
  };
}

function ownersOf({ metadata }: KubeObject): readonly string[] {
  return metadata.ownerReferences?.map(({ uid }) => uid) ?? [];
}

function isClaim({ apiVersion, kind }: KubeObject): boolean {
  return apiVersion === "v1" && kind === "PersistentVolumeClaim";
}
