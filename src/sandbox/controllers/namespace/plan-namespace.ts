import { getList, type JsonObject, type KubeObject } from "../../../kube/index.ts";
import { type Condition, formatTime, mergeConditions, toJson } from "../../machinery/index.ts";

/** What is left of one resource in a namespace that goes away. */
export interface Remainder {
  /** `configmaps.` or `widgets.example.com`: the resource and its group. */
  readonly resource: string;
  readonly objects: readonly KubeObject[];
}

/** The status of a terminating namespace: what it still waits for. */
export function computeTerminatingStatus(namespace: KubeObject, remainders: readonly Remainder[], nowMs: number): JsonObject {
  const stamp = { lastTransitionTime: formatTime(nowMs) };
  const condition = (type: string, status: "True" | "False", [reason, message]: readonly [string, string]): Condition => ({ type, status, reason, message, ...stamp });
  const left = remainders.filter((remainder) => remainder.objects.length > 0);
  const content = left.map((remainder) => `${remainder.resource} has ${remainder.objects.length} resource instances`);
  const finalizers = [...countFinalizers(left)].map(([name, count]) => `${name} in ${count} resource instances`);
  const conditions = [
    condition("NamespaceDeletionDiscoveryFailure", "False", ["ResourcesDiscovered", "All resources successfully discovered"]),
    condition("NamespaceDeletionGroupVersionParsingFailure", "False", ["ParsedGroupVersions", "All legacy kube types successfully parsed"]),
    condition("NamespaceDeletionContentFailure", "False", ["ContentDeleted", "All content successfully deleted, may be waiting on finalization"]),
    content.length > 0
      ? condition("NamespaceContentRemaining", "True", ["SomeResourcesRemain", `Some resources are remaining: ${content.join(", ")}`])
      : condition("NamespaceContentRemaining", "False", ["ContentRemoved", "All content successfully removed"]),
    finalizers.length > 0
      ? condition("NamespaceFinalizersRemaining", "True", ["SomeFinalizersRemain", `Some content in the namespace has finalizers remaining: ${finalizers.join(", ")}`])
      : condition("NamespaceFinalizersRemaining", "False", ["ContentHasNoFinalizers", "All content-preserving finalizers finished"]),
  ];
  return toJson({ phase: "Terminating", conditions: mergeConditions(getList(namespace, "status", "conditions"), conditions) });
}

function countFinalizers(remainders: readonly Remainder[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const finalizer of remainders.flatMap((remainder) => remainder.objects.flatMap((object) => object.metadata.finalizers ?? []))) {
    counts.set(finalizer, (counts.get(finalizer) ?? 0) + 1);
  }
  return counts;
}
