import { getField, matchesSelector } from "../../../kube/index.ts";
import type { Context } from "../../../log/index.ts";
import { done } from "../../../runtime/index.ts";
import { formatRef, type Loop, parseRef, resources } from "../../machinery/index.ts";
import { type LoopDeps, wakeSelf } from "../controller-deps.ts";
import { computeDisruptionStatus } from "./plan-disruption.ts";

/** Status of PodDisruptionBudgets; the server's eviction looks at it. */
export function createDisruptionLoop(deps: LoopDeps): Loop {
  const { caches, writer, clock } = deps;
  const budgets = caches.of(resources.podDisruptionBudgets);
  const pods = caches.of(resources.pods);

  async function reconcile({ signal }: Context, key: string): ReturnType<Loop["reconcile"]> {
    const { namespace, name } = parseRef(key);
    const budget = budgets.get(namespace, name);
    if (budget === undefined) return done;
    const selector = getField(budget, "spec", "selector");
    const selected = pods.listByIndex("namespace", namespace).filter((pod) => matchesSelector(selector, pod.metadata.labels ?? {}));
    await writer.writeStatus(resources.podDisruptionBudgets, budget, { status: computeDisruptionStatus(budget, selected, clock.now()), signal });
    return done;
  }

  const selecting: Loop["triggers"][number] = {
    informer: pods,
    keysOf: (pod) =>
      budgets
        .listByIndex("namespace", pod.metadata.namespace ?? "")
        .filter((budget) => matchesSelector(getField(budget, "spec", "selector"), pod.metadata.labels ?? {}))
        .map(formatRef),
  };
  return { name: "disruption", reconcile, triggers: [wakeSelf(budgets), selecting] };
}
