import type { KubeObject } from "../../../kube/index.ts";
import type { Context } from "../../../log/index.ts";
import { done } from "../../../runtime/index.ts";
import { type Loop, parseRef, resources } from "../../machinery/index.ts";
import { claimObjects } from "../claim-objects.ts";
import { type LoopDeps, wakeOwner, wakeSelf } from "../controller-deps.ts";
import { ensureRevisions } from "../ensure-revisions.ts";
import { revisionHashLabel } from "../revisions.ts";
import { planStatefulSet, type StatefulSetAction } from "./plan-stateful-set.ts";

/** StatefulSet → claims, Pods in order, ControllerRevisions. */
export function createStatefulSetLoop(deps: LoopDeps): Loop {
  const { caches, writer, clock } = deps;
  const statefulSets = caches.of(resources.statefulSets);
  const pods = caches.of(resources.pods);
  caches.of(resources.controllerRevisions);
  caches.of(resources.persistentVolumeClaims);

  async function reconcile({ signal }: Context, key: string): ReturnType<Loop["reconcile"]> {
    const { namespace, name } = parseRef(key);
    const statefulSet = statefulSets.get(namespace, name);
    if (statefulSet === undefined) return done;
    const owned = await claimObjects(deps, statefulSet, { resource: resources.pods, signal });
    const inUse = new Set(owned.map((pod) => pod.metadata.labels?.[revisionHashLabel] ?? ""));
    const { update, current } = await ensureRevisions(deps, statefulSet, { inUse, signal });
    const plan = planStatefulSet(statefulSet, { pods: owned, current, update, nowMs: clock.now() });
    for (const action of plan.actions) await execute(deps, { action, statefulSet, signal });
    await writer.writeStatus(resources.statefulSets, statefulSet, { status: plan.status, signal });
    return plan.requeueAfterMs === undefined ? done : { requeueAfterMs: plan.requeueAfterMs };
  }

  return { name: "statefulset", reconcile, triggers: [wakeSelf(statefulSets), wakeOwner(pods, { informer: statefulSets, kind: "StatefulSet" })] };
}

interface Step {
  readonly action: StatefulSetAction;
  readonly statefulSet: KubeObject;
  readonly signal: AbortSignal;
}

async function execute(deps: LoopDeps, { action, statefulSet, signal }: Step): Promise<void> {
  const { writer, recorder } = deps;
  const { name = "" } = statefulSet.metadata;
  const podName = action.pod.metadata.name ?? "";
  if (action.kind === "delete") {
    await writer.remove(resources.pods, action.pod, { signal });
    await recorder.record(statefulSet, { type: "Normal", reason: "SuccessfulDelete", message: `Delete Pod ${podName} in StatefulSet ${name} successful` }, { signal });
    return;
  }
  for (const claim of action.claims) {
    if (deps.caches.of(resources.persistentVolumeClaims).get(claim.metadata.namespace ?? "", claim.metadata.name ?? "") !== undefined) continue;
    await writer.create(resources.persistentVolumeClaims, claim, { signal });
    const message = `Create Claim ${claim.metadata.name ?? ""} Pod ${podName} in StatefulSet ${name} success`;
    await recorder.record(statefulSet, { type: "Normal", reason: "SuccessfulCreate", message }, { signal });
  }
  await writer.create(resources.pods, action.pod, { signal });
  await recorder.record(statefulSet, { type: "Normal", reason: "SuccessfulCreate", message: `Create Pod ${podName} in StatefulSet ${name} successful` }, { signal });
}
