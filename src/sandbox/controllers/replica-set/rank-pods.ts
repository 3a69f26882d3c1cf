import { getString, type KubeObject } from "../../../kube/index.ts";
import { countRestarts, getCondition, isPodReady, parseTime } from "../../machinery/index.ts";

const phaseRank: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

/** Pods in the order in which a shrinking owner gives them up: those that serve least first, among equals the youngest. */
export function rankForDeletion(pods: readonly KubeObject[]): readonly KubeObject[] {
  const perNode = new Map<string, number>();
  for (const pod of pods) perNode.set(nodeOf(pod), (perNode.get(nodeOf(pod)) ?? 0) + 1);
  const keys = new Map(pods.map((pod) => [pod, rankKey(pod, perNode.get(nodeOf(pod)) ?? 0)]));
  return pods.toSorted((left, right) => compareKeys(keys.get(left) ?? [], keys.get(right) ?? []));
}

function rankKey(pod: KubeObject, sharingNode: number): readonly number[] {
  return [
    nodeOf(pod) === "" ? 0 : 1,
    phaseRank[getString(pod, "status", "phase") ?? "Unknown"] ?? 1,
    isPodReady(pod) ? 1 : 0,
    Number(pod.metadata.annotations?.["controller.kubernetes.io/pod-deletion-cost"] ?? 0),
    -sharingNode,
    -(parseTime(getString(getCondition(pod, "Ready"), "lastTransitionTime")) ?? 0),
    -countRestarts(pod),
    -(parseTime(pod.metadata.creationTimestamp) ?? 0),
  ];
}

function compareKeys(left: readonly number[], right: readonly number[]): number {
  const at = left.findIndex((value, index) => value !== right[index]);
  return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}

function nodeOf(pod: KubeObject): string {
  return getString(pod, "spec", "nodeName") ?? "";
}
