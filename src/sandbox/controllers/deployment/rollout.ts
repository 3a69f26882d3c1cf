import { getNumber, getRecord, getString, type KubeObject } from "../../../kube/index.ts";
import { isEqualJson, parseTime, resolveIntOrPercent } from "../../machinery/index.ts";

export const templateHashLabel = "pod-template-hash";
export const revisionAnnotation = "deployment.kubernetes.io/revision";
export const desiredReplicasAnnotation = "deployment.kubernetes.io/desired-replicas";
export const maxReplicasAnnotation = "deployment.kubernetes.io/max-replicas";

/** The numbers of one ReplicaSet that a rollout looks at. */
export interface ReplicaSetView {
  readonly object: KubeObject;
  readonly name: string;
  readonly replicas: number;
  readonly created: number;
  readonly available: number;
  readonly revision: number;
}

/** A Deployment and its ReplicaSets, read once: the input of every stage of the plan. */
export interface Rollout {
  readonly deployment: KubeObject;
  readonly name: string;
  readonly replicas: number;
  readonly recreate: boolean;
  readonly maxSurge: number;
  readonly maxUnavailable: number;
  readonly template: Readonly<Record<string, unknown>>;
  /** The one whose template is the Deployment's. */
  readonly current: ReplicaSetView | undefined;
  /** The others, oldest first. */
  readonly old: readonly ReplicaSetView[];
  readonly all: readonly ReplicaSetView[];
}

export function readRollout(deployment: KubeObject, replicaSets: readonly KubeObject[]): Rollout {
  const replicas = getNumber(deployment, "spec", "replicas") ?? 1;
  const recreate = getString(deployment, "spec", "strategy", "type") === "Recreate";
  const rolling = getRecord(deployment, "spec", "strategy", "rollingUpdate");
  const template = getRecord(deployment, "spec", "template") ?? {};
  const all = replicaSets.map(viewReplicaSet).toSorted((left, right) => createdMs(left) - createdMs(right) || (left.name < right.name ? -1 : 1));
  const current = all.find((view) => isEqualJson(withoutHash(getRecord(view.object, "spec", "template") ?? {}), withoutHash(template)));
  const maxSurge = recreate ? 0 : resolveIntOrPercent(rolling?.["maxSurge"] ?? "25%", replicas, "up");
  const maxUnavailable = recreate ? 0 : resolveIntOrPercent(rolling?.["maxUnavailable"] ?? "25%", replicas, "down");
  return {
    deployment,
    name: deployment.metadata.name ?? "",
    replicas,
    recreate,
    maxSurge,
    maxUnavailable: !recreate && maxSurge === 0 && maxUnavailable === 0 ? 1 : Math.min(maxUnavailable, replicas),
    template,
    current,
    old: all.filter((view) => view !== current),
    all,
  };
}

export function sumOf(views: readonly ReplicaSetView[], read: (view: ReplicaSetView) => number): number {
  return views.reduce((sum, view) => sum + read(view), 0);
}

export function withHash(template: Readonly<Record<string, unknown>>, hash: string): Readonly<Record<string, unknown>> {
  return { ...template, metadata: { ...getRecord(template, "metadata"), labels: { ...getRecord(template, "metadata", "labels"), [templateHashLabel]: hash } } };
}

function withoutHash(template: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { [templateHashLabel]: _, ...labels } = getRecord(template, "metadata", "labels") ?? {};
  const { creationTimestamp: __, ...metadata } = getRecord(template, "metadata") ?? {};
  return { ...template, metadata: { ...metadata, labels } };
}

function viewReplicaSet(object: KubeObject): ReplicaSetView {
  return {
    object,
    name: object.metadata.name ?? "",
    replicas: getNumber(object, "spec", "replicas") ?? 1,
    created: getNumber(object, "status", "replicas") ?? 0,
    available: getNumber(object, "status", "availableReplicas") ?? 0,
    revision: Number(object.metadata.annotations?.[revisionAnnotation] ?? 0),
  };
}

function createdMs(view: ReplicaSetView): number {
  return parseTime(view.object.metadata.creationTimestamp) ?? 0;
}
