import type { ResourceNode, ResourceRef, ResourceStatus } from "../../api/index.ts";
import { formatKey, keyOf, type KubeObject } from "../../kube/index.ts";
import { describeNode, refOf } from "./describe-node.ts";
import type { OwnerGraph } from "./owner-graph.ts";

export interface TreeInput {
  /** What the application owns and what it has; whole. */
  readonly roots: readonly KubeObject[];
  /** What it wants, as its status says: what is missing is a node, too. */
  readonly wanted: readonly ResourceStatus[];
  readonly graph: Pick<OwnerGraph, "childrenOf">;
  /** Whether objects of this type are watched whole. */
  readonly isWhole: (object: KubeObject) => boolean;
}

/** The objects of an application, what they made, and what is missing; parents before children. */
export function buildNodes({ roots, wanted, graph, isWhole }: TreeInput): ResourceNode[] {
  const nodes = new Map<string, ResourceNode>();
  const byUid = new Map(roots.map((root) => [root.metadata.uid ?? "", root]));
  const pending = roots.map((object) => ({ object, isRoot: true }));
  for (const { object, isRoot } of pending) {
    const id = formatKey(keyOf(object));
    if (nodes.has(id)) continue;
    nodes.set(id, describeNode(object, { isWhole: isRoot || isWhole(object), parents: parentsOf(object, byUid) }));
    for (const child of graph.childrenOf(object.metadata.uid ?? "")) {
      const { uid = "" } = child.metadata;
      if (byUid.has(uid)) continue;
      byUid.set(uid, child);
      pending.push({ object: child, isRoot: false });
    }
  }
  for (const resource of wanted) {
    const id = formatKey({ group: "", namespace: "", ...resource });
    if (!nodes.has(id) && resource.hook !== true) nodes.set(id, describeMissing(resource));
  }
  return [...nodes.values()];
}

/** Owners that are in the tree. */
function parentsOf({ metadata }: KubeObject, known: ReadonlyMap<string, KubeObject>): readonly ResourceRef[] {
  return (metadata.ownerReferences ?? []).flatMap(({ uid }) => {
    const owner = known.get(uid);
    return owner === undefined ? [] : [refOf(owner)];
  });
}

function describeMissing({ group = "", version, kind, namespace = "", name }: ResourceStatus): ResourceNode {
  return { ...(group === "" ? {} : { group }), version, kind, ...(namespace === "" ? {} : { namespace }), name, health: { status: "Missing" } };
}
