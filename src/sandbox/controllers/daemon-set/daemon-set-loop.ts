import type { Context } from "../../../log/index.ts";
import { done } from "../../../runtime/index.ts";
import { formatRef, type Loop, parseRef, resources } from "../../machinery/index.ts";
import { claimObjects } from "../claim-objects.ts";
import { type LoopDeps, wakeOwner, wakeSelf } from "../controller-deps.ts";
import { ensureRevisions } from "../ensure-revisions.ts";
import { revisionHashLabel } from "../revisions.ts";
import { planDaemonSet } from "./plan-daemon-set.ts";

/** DaemonSet → one Pod per eligible node. */
export function createDaemonSetLoop(deps: LoopDeps): Loop {
  const { caches, writer, recorder, clock } = deps;
  const daemonSets = caches.of(resources.daemonSets);
  const pods = caches.of(resources.pods);
  const nodes = caches.of(resources.nodes);
  caches.of(resources.controllerRevisions);

  async function reconcile({ signal }: Context, key: string): ReturnType<Loop["reconcile"]> {
    const { namespace, name } = parseRef(key);
    const daemonSet = daemonSets.get(namespace, name);
    if (daemonSet === undefined) return done;
    const owned = await claimObjects(deps, daemonSet, { resource: resources.pods, signal });
    const inUse = new Set(owned.map((pod) => `${name}-${pod.metadata.labels?.[revisionHashLabel] ?? ""}`));
    const { update } = await ensureRevisions(deps, daemonSet, { inUse, signal });
    const plan = planDaemonSet(daemonSet, { nodes: nodes.list(), pods: owned, update, nowMs: clock.now() });
    for (const pod of plan.create) {
      const created = await writer.create(resources.pods, pod, { signal });
      await recorder.record(daemonSet, { type: "Normal", reason: "SuccessfulCreate", message: `Created pod: ${created.metadata.name ?? ""}` }, { signal });
    }
    for (const pod of plan.delete) {
      await writer.remove(resources.pods, pod, { signal });
      await recorder.record(daemonSet, { type: "Normal", reason: "SuccessfulDelete", message: `Deleted pod: ${pod.metadata.name ?? ""}` }, { signal });
    }
    await writer.writeStatus(resources.daemonSets, daemonSet, { status: plan.status, signal });
    return plan.requeueAfterMs === undefined ? done : { requeueAfterMs: plan.requeueAfterMs };
  }

  const everyDaemonSet = { informer: nodes, keysOf: () => daemonSets.list().map(formatRef) };
  return { name: "daemonset", reconcile, triggers: [wakeSelf(daemonSets), wakeOwner(pods, { informer: daemonSets, kind: "DaemonSet" }), everyDaemonSet] };
}
