import type { ResourceNode, ResourceStatus } from "../../api/index.ts";
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
  const found = new Map(roots.map((object) => [object.metadata.uid ?? "", { object, isRoot: true }]));
  for (const { object } of found.values()) {
    for (const child of graph.childrenOf(object.metadata.uid ?? "")) {
      const { uid = "" } = child.metadata;
      if (!found.has(uid)) found.set(uid, { object: child, isRoot: false });
    }
  }
  const nodes = new Map<string, ResourceNode>();
  for (const { object, isRoot } of found.values()) {
    const parents = (object.metadata.ownerReferences ?? []).flatMap(({ uid }) => found.get(uid)?.object ?? []).map(refOf);
    nodes.set(formatKey(keyOf(object)), describeNode(object, { isWhole: isRoot || isWhole(object), parents }));
  }
  for (const resource of wanted) {
    const id = formatKey({ group: "", namespace: "", ...resource });
    if (!nodes.has(id) && resource.hook !== true) nodes.set(id, describeMissing(resource));
  }
  return [...nodes.values()];
}

function describeMissing({ group = "", version, kind, namespace = "", name }: ResourceStatus): ResourceNode {
  return { ...(group === "" ? {} : { group }), version, kind, ...(namespace === "" ? {} : { namespace }), name, health: { status: "Missing" } };
}
