import { getBoolean, getNumber, getRecord, getStringMap, type JsonObject, type KubeObject } from "../../../kube/index.ts";
import { computeHash, createControllerRef } from "../../machinery/index.ts";
import { readRollout, revisionAnnotation, type ReplicaSetView, type Rollout, sumOf, templateHashLabel, withHash } from "./rollout.ts";
import { computeCurrentReplicas, isScalingEvent, planProportionalResize, planShrinkOld, type Resize, sizeAnnotations } from "./scaling.ts";
import { computeDeploymentStatus } from "./status.ts";

export type DeploymentAction =
  | { readonly kind: "create"; readonly replicaSet: KubeObject }
  | { readonly kind: "scale"; readonly replicaSet: KubeObject; readonly from: number; readonly to: number; readonly annotations: Readonly<Record<string, string>> }
  | { readonly kind: "annotateReplicaSet"; readonly replicaSet: KubeObject; readonly annotations: Readonly<Record<string, string>> }
  | { readonly kind: "delete"; readonly replicaSet: KubeObject };

export interface DeploymentPlan {
  readonly actions: readonly DeploymentAction[];
  /** The revision the Deployment shows; `undefined` before it has a ReplicaSet. */
  readonly revision: string | undefined;
  readonly status: JsonObject;
  /** When the progress deadline has to be looked at again. */
  readonly requeueAfterMs?: number;
}

export interface DeploymentInput {
  readonly replicaSets: readonly KubeObject[];
  /** Pods of earlier templates that still exist, terminating ones included; Recreate waits for them. */
  readonly oldPods: number;
  readonly nowMs: number;
}

/** One step of a rollout: the first stage that has something to do, and the status as it is before that takes effect. */
export function planDeployment(deployment: KubeObject, input: DeploymentInput): DeploymentPlan {
  const rollout = readRollout(deployment, input.replicaSets);
  const actions = deployment.metadata.deletionTimestamp === undefined ? planActions(rollout, input.oldPods) : [];
  const createdSet = actions.find((action) => action.kind === "create")?.replicaSet;
  const created = createdSet?.metadata.name;
  const revision = createdSet?.metadata.annotations?.[revisionAnnotation] ?? computeRevision(rollout);
  const { status, requeueAfterMs } = computeDeploymentStatus(rollout, { nowMs: input.nowMs, ...(created === undefined ? {} : { created }) });
  return { actions, revision, status, ...(requeueAfterMs === undefined ? {} : { requeueAfterMs }) };
}

function planActions(rollout: Rollout, oldPods: number): readonly DeploymentAction[] {
  const paused = getBoolean(rollout.deployment, "spec", "paused") === true;
  if (paused || isScalingEvent(rollout)) return planProportionalResize(rollout).flatMap((resize) => scale(rollout, resize));
  const revision = planRevision(rollout);
  if (revision.length > 0) return revision;
  const sizes = rollout.recreate ? planRecreate(rollout, oldPods) : planRolling(rollout);
  return sizes.length > 0 ? sizes : planHistory(rollout);
}

function planRolling(rollout: Rollout): readonly DeploymentAction[] {
  if (rollout.current === undefined) return planCreate(rollout);
  const grown = scale(rollout, { view: rollout.current, replicas: computeCurrentReplicas(rollout) });
  return grown.length > 0 ? grown : planShrinkOld(rollout).flatMap((resize) => scale(rollout, resize));
}

function planRecreate(rollout: Rollout, oldPods: number): readonly DeploymentAction[] {
  const stopped = rollout.old.flatMap((view) => scale(rollout, { view, replicas: 0 }));
  if (stopped.length > 0 || oldPods > 0) return stopped;
  return rollout.current === undefined ? planCreate(rollout) : scale(rollout, { view: rollout.current, replicas: rollout.replicas });
}

function scale(rollout: Rollout, { view, replicas }: Resize): readonly DeploymentAction[] {
  const annotations = sizeAnnotations(rollout);
  if (replicas !== view.replicas) return [{ kind: "scale", replicaSet: view.object, from: view.replicas, to: replicas, annotations }];
  const stale = view.replicas > 0 && hasChange(view.object, annotations);
  return stale ? [{ kind: "annotateReplicaSet", replicaSet: view.object, annotations }] : [];
}

function planCreate(rollout: Rollout): readonly DeploymentAction[] {
  const { deployment, name } = rollout;
  const hash = computeHash(rollout.template);
  const revision = String(maxRevision(rollout.old) + 1);
  const template = withHash(rollout.template, hash);
  const replicaSet: KubeObject = {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: {
      name: `${name}-${hash}`,
      namespace: deployment.metadata.namespace ?? "",
      labels: getStringMap(template, "metadata", "labels"),
      annotations: { ...inheritedAnnotations(deployment), ...sizeAnnotations(rollout), [revisionAnnotation]: revision },
      ownerReferences: [createControllerRef(deployment)],
    },
    spec: {
      replicas: computeCurrentReplicas(rollout),
      minReadySeconds: getNumber(deployment, "spec", "minReadySeconds") ?? 0,
      selector: selectorWithHash(deployment, hash),
      template,
    },
  };
  return [{ kind: "create", replicaSet }];
}

function selectorWithHash(deployment: KubeObject, hash: string): Readonly<Record<string, unknown>> {
  const selector = getRecord(deployment, "spec", "selector") ?? {};
  return { ...selector, matchLabels: { ...getRecord(selector, "matchLabels"), [templateHashLabel]: hash } };
}

/** The current ReplicaSet carries the highest revision. A rollback makes an old one current, with a new number. */
function planRevision(rollout: Rollout): readonly DeploymentAction[] {
  const { current, deployment } = rollout;
  const revision = computeRevision(rollout);
  if (current === undefined || revision === undefined) return [];
  const annotations = { ...inheritedAnnotations(deployment), [revisionAnnotation]: revision };
  return hasChange(current.object, annotations) ? [{ kind: "annotateReplicaSet", replicaSet: current.object, annotations }] : [];
}

function computeRevision({ current, old }: Rollout): string | undefined {
  if (current === undefined) return undefined;
  const highest = maxRevision(old);
  return String(current.revision > highest ? current.revision : highest + 1);
}

/** Old ReplicaSets beyond `revisionHistoryLimit`, oldest first, once the rollout is over. */
function planHistory(rollout: Rollout): readonly DeploymentAction[] {
  const { current } = rollout;
  if (current === undefined || current.available < rollout.replicas || sumOf(rollout.old, (view) => view.created) > 0) return [];
  const limit = getNumber(rollout.deployment, "spec", "revisionHistoryLimit") ?? 10;
  const idle = rollout.old.filter((view) => view.replicas === 0 && view.created === 0 && view.object.metadata.deletionTimestamp === undefined);
  const surplus = idle.toSorted((left, right) => left.revision - right.revision).slice(0, Math.max(0, idle.length - limit));
  return surplus.map((view) => ({ kind: "delete", replicaSet: view.object }));
}

const notInherited = new Set(["kubectl.kubernetes.io/last-applied-configuration", revisionAnnotation]);

function inheritedAnnotations(deployment: KubeObject): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => !notInherited.has(key)));
}

function hasChange(object: KubeObject, annotations: Readonly<Record<string, string>>): boolean {
  return Object.entries(annotations).some(([key, value]) => object.metadata.annotations?.[key] !== value);
}

function maxRevision(views: readonly ReplicaSetView[]): number {
  return Math.max(0, ...views.map((view) => view.revision));
}
