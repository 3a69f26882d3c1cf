import type { ApiResource, KubeObject, OwnerReference } from "../../../kube/index.ts";

/** One object as the garbage collector knows it. */
export interface GraphNode {
  readonly uid: string;
  readonly resource: ApiResource;
  readonly object: KubeObject;
}

/** Who owns whom, by uid, over all resources of the cluster. */
export interface OwnershipGraph {
  get(uid: string): GraphNode | undefined;
  dependentsOf(uid: string): readonly GraphNode[];
  put(node: GraphNode): void;
  remove(uid: string): void;
}

export function createOwnershipGraph(): OwnershipGraph {
  const nodes = new Map<string, GraphNode>();
  const dependents = new Map<string, Set<string>>();

  function unlink(node: GraphNode): void {
    for (const owner of ownersOf(node.object)) {
      const set = dependents.get(owner.uid);
      set?.delete(node.uid);
      if (set?.size === 0) dependents.delete(owner.uid);
    }
  }

  return {
    get: (uid) => nodes.get(uid),
    dependentsOf: (uid) => [...(dependents.get(uid) ?? [])].flatMap((dependent) => nodes.get(dependent) ?? []),
    put(node) {
      const known = nodes.get(node.uid);
      if (known !== undefined) unlink(known);
      nodes.set(node.uid, node);
      for (const owner of ownersOf(node.object)) {
        const set = dependents.get(owner.uid);
        if (set === undefined) dependents.set(owner.uid, new Set([node.uid]));
        else set.add(node.uid);
      }
    },
    remove(uid) {
      const known = nodes.get(uid);
      if (known !== undefined) unlink(known);
      nodes.delete(uid);
    },
  };
}

export function ownersOf(object: KubeObject): readonly OwnerReference[] {
  return object.metadata.ownerReferences ?? [];
}
