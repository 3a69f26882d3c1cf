import type { ResourceNode } from "../../../api/index.ts";

/** A node with the lines that join it to its parent, such as `│ └─`. */
export interface Branch {
  readonly prefix: string;
  readonly node: ResourceNode;
}

/** The nodes from the roots down, each below the first of its parents. A node whose parent is not among them is a root. */
export function layOutTree(nodes: readonly ResourceNode[]): readonly Branch[] {
  const known = new Set(nodes.map(({ uid }) => uid));
  const children = new Map<string, ResourceNode[]>();
  const roots: ResourceNode[] = [];
  for (const node of nodes) {
    const parent = node.parentRefs?.[0]?.uid;
    if (parent === undefined || !known.has(parent) || parent === node.uid) roots.push(node);
    else children.set(parent, [...(children.get(parent) ?? []), node]);
  }
  return roots.flatMap((root) => [{ prefix: "", node: root }, ...layOutBelow(root, "", children)]);
}

function layOutBelow({ uid = "" }: ResourceNode, indent: string, children: ReadonlyMap<string, readonly ResourceNode[]>): readonly Branch[] {
  const below = children.get(uid) ?? [];
  return below.flatMap((node, index) => {
    const isLast = index === below.length - 1;
    return [{ prefix: `${indent}${isLast ? "└─" : "├─"}`, node }, ...layOutBelow(node, `${indent}${isLast ? "  " : "│ "}`, children)];
  });
}
