import { mapLimit } from "../../../async/index.ts";
import { describeError } from "../../../errors/index.ts";
import { getField, type KubeObject } from "../../../kube/index.ts";
import type { Context } from "../../../log/index.ts";
import { done } from "../../../runtime/index.ts";
import { createControllerRef, type Loop, parseRef, resources } from "../../machinery/index.ts";
import { claimObjects } from "../claim-objects.ts";
import { type LoopDeps, wakeOwner, wakeSelf } from "../controller-deps.ts";
import { createPodFromTemplate, planReplicaSet } from "./plan-replica-set.ts";

const parallelWrites = 8;

/** ReplicaSet → Pods. */
export function createReplicaSetLoop(deps: LoopDeps): Loop {
  const { caches, writer, clock } = deps;
  const replicaSets = caches.of(resources.replicaSets);
  const pods = caches.of(resources.pods);

  async function reconcile({ signal }: Context, key: string): ReturnType<Loop["reconcile"]> {
    const { namespace, name } = parseRef(key);
    const replicaSet = replicaSets.get(namespace, name);
    if (replicaSet === undefined) return done;
    const owned = await claimObjects(deps, replicaSet, { resource: resources.pods, signal });
    const input = { pods: owned, nowMs: clock.now() };
    const plan = planReplicaSet(replicaSet, input);
    const failure = await attempt(() => changePods(deps, { replicaSet, create: plan.create, delete: plan.delete, signal }));
    const status = failure === undefined ? plan.status : planReplicaSet(replicaSet, { ...input, failure: describeError(failure) }).status;
    await writer.writeStatus(resources.replicaSets, replicaSet, { status, signal });
    if (failure !== undefined) throw failure;
    return plan.requeueAfterMs === undefined ? done : { requeueAfterMs: plan.requeueAfterMs };
  }

  return { name: "replicaset", reconcile, triggers: [wakeSelf(replicaSets), wakeOwner(pods, { informer: replicaSets, kind: "ReplicaSet" })], concurrency: 8 };
}

interface PodChanges {
  readonly replicaSet: KubeObject;
  readonly create: number;
  readonly delete: readonly KubeObject[];
  readonly signal: AbortSignal;
}

/** Tries with one pod before creating the rest, so that a forbidden pod is refused once and not a hundred times. */
async function changePods(deps: LoopDeps, changes: PodChanges): Promise<void> {
  const { signal, create } = changes;
  const missing = Array.from({ length: create }, (_, index) => index);
  for (const batch of [missing.slice(0, 1), missing.slice(1)]) await mapLimit(batch, { limit: parallelWrites, signal }, () => createPod(deps, changes));
  await mapLimit(changes.delete, { limit: parallelWrites, signal }, (pod) => deletePod(deps, changes, pod));
}

async function createPod({ writer, recorder }: LoopDeps, { replicaSet, signal }: PodChanges): Promise<void> {
  const { name = "", namespace = "" } = replicaSet.metadata;
  const pod = createPodFromTemplate(getField(replicaSet, "spec", "template"), { generateName: `${name}-`, namespace });
  const owned = { ...pod, metadata: { ...pod.metadata, ownerReferences: [createControllerRef(replicaSet)] } };
  try {
    const created = await writer.create(resources.pods, owned, { signal });
    await recorder.record(replicaSet, { type: "Normal", reason: "SuccessfulCreate", message: `Created pod: ${created.metadata.name ?? ""}` }, { signal });
  } catch (error) {
    await recorder.record(replicaSet, { type: "Warning", reason: "FailedCreate", message: `Error creating: ${describeError(error)}` }, { signal });
    throw error;
  }
}

async function deletePod({ writer, recorder }: LoopDeps, { replicaSet, signal }: PodChanges, pod: KubeObject): Promise<void> {
  await writer.remove(resources.pods, pod, { signal });
  await recorder.record(replicaSet, { type: "Normal", reason: "SuccessfulDelete", message: `Deleted pod: ${pod.metadata.name ?? ""}` }, { signal });
}

async function attempt(action: () => Promise<void>): Promise<unknown> {
  try {
    await action();
    return undefined;
  } catch (error) {
    return error;
  }
}
