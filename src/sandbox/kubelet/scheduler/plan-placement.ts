import { getBoolean, getField, getRecord, getString, type KubeObject } from "../../../kube/index.ts";
import { findUntoleratedTaint, isConditionTrue, matchesNode } from "../../machinery/index.ts";
import type { Demand } from "./node-usage.ts";
import { readMillis } from "./quantity.ts";

/** Where a pod goes, or why it cannot go anywhere. */
export type Placement = { readonly kind: "node"; readonly name: string } | { readonly kind: "none"; readonly message: string };

export interface PlacementInput {
  readonly nodes: readonly KubeObject[];
  readonly usageOf: (node: string) => Demand;
  readonly demand: Demand;
}

/** The least loaded of the nodes that can take the pod. Pod affinity, topology spread and preemption are not simulated. */
export function planPlacement(pod: KubeObject, { nodes, usageOf, demand }: PlacementInput): Placement {
  const verdicts = nodes.map((node) => ({ node, problems: findProblems(pod, { node, used: usageOf(node.metadata.name ?? ""), demand }) }));
  const fitting = verdicts.filter((verdict) => verdict.problems.length === 0).map((verdict) => verdict.node.metadata.name ?? "");
  const best = fitting.toSorted((left, right) => usageOf(left).pods - usageOf(right).pods || (left < right ? -1 : 1))[0];
  if (best !== undefined) return { kind: "node", name: best };
  return {
    kind: "none",
    message: describeMisfit(
      nodes.length,
      verdicts.flatMap((verdict) => verdict.problems),
    ),
  };
}

interface Seat {
  readonly node: KubeObject;
  readonly used: Demand;
  readonly demand: Demand;
}

function findProblems(pod: KubeObject, { node, used, demand }: Seat): readonly string[] {
  const spec = getRecord(pod, "spec");
  if (!isConditionTrue(node, "Ready")) return ["node(s) were not ready"];
  if (getBoolean(node, "spec", "unschedulable") === true) return ["node(s) were unschedulable"];
  const taint = findUntoleratedTaint(spec, node);
  if (taint !== undefined) return [`node(s) had untolerated taint {${getString(taint, "key") ?? ""}: ${getString(taint, "value") ?? ""}}`];
  if (!matchesNode(spec, node)) return ["node(s) didn't match Pod's node affinity/selector"];
  const room = (name: string): number => readMillis(getField(node, "status", "allocatable", name));
  return [
    ...(used.cpu + demand.cpu > room("cpu") ? ["Insufficient cpu"] : []),
    ...(used.memory + demand.memory > room("memory") ? ["Insufficient memory"] : []),
    ...(used.pods + demand.pods > room("pods") ? ["Too many pods"] : []),
  ];
}

function describeMisfit(total: number, problems: readonly string[]): string {
  if (total === 0) return "no nodes available to schedule pods";
  const counts = new Map<string, number>();
  for (const problem of problems) counts.set(problem, (counts.get(problem) ?? 0) + 1);
  const reasons = [...counts].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([reason, count]) => `${count} ${reason}`);
  return `0/${total} nodes are available: ${reasons.join(", ")}. preemption: 0/${total} nodes are available: ${total} Preemption is not helpful for scheduling.`;
}
