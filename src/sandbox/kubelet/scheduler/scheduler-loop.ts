import { isSillageError } from "../../../errors/index.ts";
import { getList, getRecord, getString, type KubeClient, type KubeObject } from "../../../kube/index.ts";
import type { Context } from "../../../log/index.ts";
import { done } from "../../../runtime/index.ts";
import { awaitEcho, claimsOf, formatRef, formatTime, isPodFinished, type Loop, mergeConditions, parseRef, refOf, resources, toJson } from "../../machinery/index.ts";
import type { KubeletDeps } from "../kubelet-deps.ts";
import { computeDemand, createNodeUsage, type NodeUsage } from "./node-usage.ts";
import { planPlacement } from "./plan-placement.ts";

/** Binds pods that have no node, since a control plane without nodes has no scheduler either. */
export function createSchedulerLoop(deps: KubeletDeps): Loop {
  const { caches, client, clock, schedulerEvents: recorder } = deps;
  const pods = caches.of(resources.pods);
  const nodes = caches.of(resources.nodes);
  const claims = caches.of(resources.persistentVolumeClaims);
  const usage = createNodeUsage();
  pods.onChange(({ type, object }) => trackUsage(usage, object, type === "deleted"));

  async function reconcile({ signal }: Context, key: string): ReturnType<Loop["reconcile"]> {
    const { namespace, name } = parseRef(key);
    const pod = pods.get(namespace, name);
    if (pod === undefined || !isSchedulable(pod)) return done;
    const obstacle = findClaimProblem(pod);
    const demand = computeDemand(pod);
    const placement =
      obstacle === undefined ? planPlacement(pod, { nodes: nodes.list(), usageOf: (node) => usage.of(node), demand }) : ({ kind: "none", message: obstacle } as const);
    if (placement.kind === "node") {
      if (!(await bind(client, { pod, node: placement.name, signal }))) return done;
      usage.assign(pod.metadata.uid ?? "", placement.name, demand);
      await recorder.record(pod, { type: "Normal", reason: "Scheduled", message: `Successfully assigned ${namespace}/${name} to ${placement.name}` }, { signal });
      return done;
    }
    await reportUnschedulable(pod, placement.message, signal);
    return done;
  }

  function findClaimProblem(pod: KubeObject): string | undefined {
    const { namespace = "" } = pod.metadata;
    const mounted = claimsOf(pod).map((name) => ({ name, claim: claims.get(namespace, name) }));
    const missing = mounted.find(({ claim }) => claim === undefined);
    const total = nodes.list().length;
    if (missing !== undefined)
      return `0/${total} nodes are available: persistentvolumeclaim "${missing.name}" not found. preemption: 0/${total} nodes are available: ${total} Preemption is not helpful for scheduling.`;
    const unbound = mounted.some(({ claim }) => getString(claim, "status", "phase") !== "Bound");
    return unbound
      ? `0/${total} nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/${total} nodes are available: ${total} Preemption is not helpful for scheduling.`
      : undefined;
  }

  async function reportUnschedulable(pod: KubeObject, message: string, signal: AbortSignal): Promise<void> {
    const condition = { type: "PodScheduled", status: "False", reason: "Unschedulable", message, lastProbeTime: null, lastTransitionTime: formatTime(clock.now()) } as const;
    const known = getList(pod, "status", "conditions").find((entry) => getString(entry, "type") === "PodScheduled");
    if (getString(known, "message") === message) return;
    const status = toJson({ ...getRecord(pod, "status"), conditions: mergeConditions(getList(pod, "status", "conditions"), [condition]) });
    const written = await client.update(resources.pods, { ...pod, status }, { subresource: "status", signal });
    await awaitEcho(pods, written, { clock, signal });
    await recorder.record(pod, { type: "Warning", reason: "FailedScheduling", message }, { signal });
  }

  const waiting = (): readonly string[] => pods.listByIndex("node", "").map(formatRef);
  return {
    name: "scheduler",
    reconcile,
    triggers: [
      { informer: pods, keysOf: (pod) => (isSchedulable(pod) ? [formatRef(pod)] : isPodFinished(pod) || pod.metadata.deletionTimestamp !== undefined ? waiting() : []) },
      { informer: nodes, keysOf: waiting },
      { informer: claims, keysOf: (claim) => pods.listByIndex("claim", formatRef(claim)).filter(isSchedulable).map(formatRef) },
    ],
    concurrency: 1,
  };
}

function isSchedulable(pod: KubeObject): boolean {
  const named = getString(pod, "spec", "schedulerName") ?? "default-scheduler";
  const placed = (getString(pod, "spec", "nodeName") ?? "") !== "";
  return !placed && named === "default-scheduler" && pod.metadata.deletionTimestamp === undefined && getList(pod, "spec", "schedulingGates").length === 0;
}

function trackUsage(usage: NodeUsage, pod: KubeObject, deleted: boolean): void {
  const node = getString(pod, "spec", "nodeName") ?? "";
  const { uid = "" } = pod.metadata;
  if (deleted || isPodFinished(pod)) usage.release(uid);
  else if (node !== "") usage.assign(uid, node, computeDemand(pod));
}

/** False when the pod is gone or another scheduler was faster. */
async function bind(client: KubeClient, { pod, node, signal }: { readonly pod: KubeObject; readonly node: string; readonly signal: AbortSignal }): Promise<boolean> {
  const { uid = "" } = pod.metadata;
  const target = { apiVersion: "v1", kind: "Node", name: node };
  const binding = { apiVersion: "v1", kind: "Binding", metadata: { ...refOf(pod), uid }, target };
  try {
    await client.create(resources.pods, binding, { subresource: "binding", signal });
    return true;
  } catch (error) {
    if (isSillageError(error, "notFound") || isSillageError(error, "conflict")) return false;
    throw error;
  }
}
