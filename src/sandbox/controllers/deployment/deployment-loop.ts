import { getControllerRef, type Loop, parseRef, resources } from "../../machinery/index.ts";
import { getNumber, type KubeObject } from "../../../kube/index.ts";
import type { Context } from "../../../log/index.ts";
import { done } from "../../../runtime/index.ts";
import { claimObjects } from "../claim-objects.ts";
import { type LoopDeps, wakeOwner, wakeSelf } from "../controller-deps.ts";
import { type DeploymentAction, planDeployment } from "./plan-deployment.ts";
import { readRollout, revisionAnnotation } from "./rollout.ts";

/** Deployment → ReplicaSets. */
export function createDeploymentLoop(deps: LoopDeps): Loop {
  const { caches, writer, clock } = deps;
  const deployments = caches.of(resources.deployments);
  const replicaSets = caches.of(resources.replicaSets);
  const pods = caches.of(resources.pods);

  async function reconcile(ctx: Context, key: string): ReturnType<Loop["reconcile"]> {
    const { namespace, name } = parseRef(key);
    const deployment = deployments.get(namespace, name);
    if (deployment === undefined) return done;
    const owned = await claimObjects(deps, deployment, { resource: resources.replicaSets, signal: ctx.signal });
    const plan = planDeployment(deployment, { replicaSets: owned, oldPods: countOldPods(deployment, owned), nowMs: clock.now() });
    for (const action of plan.actions) await execute(deps, { action, deployment, signal: ctx.signal });
    await writer.writeStatus(resources.deployments, withRevision(deployment, plan.revision), { status: plan.status, signal: ctx.signal });
    return plan.requeueAfterMs === undefined ? done : { requeueAfterMs: plan.requeueAfterMs + 1000 };
  }

  function countOldPods(deployment: KubeObject, owned: readonly KubeObject[]): number {
    const { recreate, old } = readRollout(deployment, owned);
    return recreate ? old.reduce((sum, view) => sum + pods.listByIndex("controller", view.object.metadata.uid ?? "").length, 0) : 0;
  }

  /** With Recreate the last old pod, which says nothing in any ReplicaSet's status, is what the rollout waits for. */
  function deploymentOfPod(pod: KubeObject): readonly string[] {
    const owner = getControllerRef(pod);
    const namespace = pod.metadata.namespace ?? "";
    const replicaSet = owner?.kind === "ReplicaSet" && pod.metadata.deletionTimestamp !== undefined ? replicaSets.get(namespace, owner.name) : undefined;
    const deployment = replicaSet === undefined ? undefined : getControllerRef(replicaSet);
    return deployment === undefined ? [] : [`${namespace}/${deployment.name}`];
  }

  return {
    name: "deployment",
    reconcile,
    triggers: [wakeSelf(deployments), wakeOwner(replicaSets, { informer: deployments, kind: "Deployment" }), { informer: pods, keysOf: deploymentOfPod }],
  };
}

/** The revision goes with the status: a plain update of its annotations would raise a Deployment's generation. */
function withRevision(deployment: KubeObject, revision: string | undefined): KubeObject {
  if (revision === undefined || deployment.metadata.annotations?.[revisionAnnotation] === revision) return deployment;
  return { ...deployment, metadata: { ...deployment.metadata, annotations: { ...deployment.metadata.annotations, [revisionAnnotation]: revision } } };
}

interface Step {
  readonly action: DeploymentAction;
  readonly deployment: KubeObject;
  readonly signal: AbortSignal;
}

async function execute(deps: LoopDeps, { action, deployment, signal }: Step): Promise<void> {
  const { writer } = deps;
  switch (action.kind) {
    case "create":
      await writer.create(resources.replicaSets, action.replicaSet, { signal });
      await recordScale(deps, { deployment, replicaSet: action.replicaSet, from: 0, to: getNumber(action.replicaSet, "spec", "replicas") ?? 0, signal });
      return;
    case "scale":
      await writer.patch(resources.replicaSets, action.replicaSet, { signal, body: { metadata: { annotations: action.annotations }, spec: { replicas: action.to } } });
      await recordScale(deps, { deployment, replicaSet: action.replicaSet, from: action.from, to: action.to, signal });
      return;
    case "annotateReplicaSet":
      await writer.patch(resources.replicaSets, action.replicaSet, { signal, body: { metadata: { annotations: action.annotations } } });
      return;
    case "delete":
      await writer.remove(resources.replicaSets, action.replicaSet, { signal });
      return;
    default:
      action satisfies never;
  }
}

interface Scaled {
  readonly deployment: KubeObject;
  readonly replicaSet: KubeObject;
  readonly from: number;
  readonly to: number;
  readonly signal: AbortSignal;
}

async function recordScale(deps: LoopDeps, { deployment, replicaSet, from, to, signal }: Scaled): Promise<void> {
  if (from === to) return;
  const message = `Scaled ${to > from ? "up" : "down"} replica set ${replicaSet.metadata.name ?? ""} from ${from} to ${to}`;
  await deps.recorder.record(deployment, { type: "Normal", reason: "ScalingReplicaSet", message }, { signal });
}
