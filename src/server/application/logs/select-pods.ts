import type { LogQuery, ResourceNode } from "../../../api/index.ts";

/** The pods of a tree that a request is about: a pod by its name, or those that belong to the object it names; all of them when it names nothing. */
export function selectPods(nodes: readonly ResourceNode[], query: Pick<LogQuery, "podName" | "namespace" | "group" | "kind" | "resourceName">): readonly ResourceNode[] {
  const byUid = new Map(nodes.map((node) => [node.uid ?? "", node]));
  const known = new Map<string, boolean>();

  /** Whether the node, or something it belongs to, is the one asked for. */
  function belongs(node: ResourceNode): boolean {
    const uid = node.uid ?? "";
    const before = known.get(uid);
    if (before !== undefined) return before;
    // A circle of owners leads nowhere.
    known.set(uid, false);
    const result = isAskedFor(node, query) || (node.parentRefs ?? []).some((parent) => belongs(byUid.get(parent.uid ?? "") ?? parent));
    known.set(uid, result);
    return result;
  }

  return nodes.filter(
    (node) => (node.group ?? "") === "" && node.kind === "Pod" && node.uid !== undefined && (query.podName === undefined || node.name === query.podName) && belongs(node),
  );
}

function isAskedFor(node: ResourceNode, { group, kind, namespace, resourceName }: Pick<LogQuery, "namespace" | "group" | "kind" | "resourceName">): boolean {
  const pairs = [
    [group, node.group ?? ""],
    [kind, node.kind],
    [namespace, node.namespace ?? ""],
    [resourceName, node.name],
  ] as const;
  return pairs.every(([wanted, actual]) => wanted === undefined || wanted === "" || wanted === actual);
}
