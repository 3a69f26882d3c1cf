import { isSillageError } from "../../../errors/index.ts";
import { getString, type KubeObject } from "../../../kube/index.ts";
import type { Context } from "../../../log/index.ts";
import { done } from "../../../runtime/index.ts";
import { type EventNote, formatRef, isPodFinished, type Loop, parseRef, resources } from "../../machinery/index.ts";
import type { KubeletDeps } from "../kubelet-deps.ts";
import type { PodHost } from "./pod-host.ts";
import type { PodSim } from "./pod-sim.ts";
import { computePodStatus } from "./pod-status.ts";

/** Runs the pods of our nodes: carries each to the present, reports what changed, comes back when the next thing is due. */
export function createPodLoop(deps: KubeletDeps, host: PodHost): Loop {
  const { caches, writer, clock, nodes } = deps;
  const pods = caches.of(resources.pods);
  pods.onChange((change) => {
    if (change.type === "deleted") host.forget(change.object.metadata.uid ?? "");
  });

  async function reconcile({ signal }: Context, key: string): ReturnType<Loop["reconcile"]> {
    const { namespace, name } = parseRef(key);
    const pod = pods.get(namespace, name);
    const node = nodes.get(getString(pod, "spec", "nodeName") ?? "");
    if (pod === undefined || node === undefined) return done;
    if (pod.metadata.deletionTimestamp !== undefined) return stop(pod, signal);
    if (isPodFinished(pod)) return done;
    const { sim, notes, dueMs } = host.advance(pod);
    await report(pod, sim, signal);
    await tell(pod, notes, signal);
    return dueMs === undefined ? done : { requeueAfterMs: Math.max(1, dueMs - clock.now()) };
  }

  async function stop(pod: KubeObject, signal: AbortSignal): ReturnType<Loop["reconcile"]> {
    const { sim, notes, dueMs, gone } = host.stop(pod);
    await tell(pod, notes, signal);
    if (!gone) return { requeueAfterMs: Math.max(1, (dueMs ?? 0) - clock.now()) };
    await reportEnd(pod, sim, signal);
    await writer.remove(resources.pods, pod, { gracePeriodSeconds: 0, signal });
    return done;
  }

  /** The last status matters only to those whose finalizer keeps the pod, such as the Job controller. */
  async function reportEnd(pod: KubeObject, sim: PodSim, signal: AbortSignal): Promise<void> {
    if ((pod.metadata.finalizers ?? []).length === 0 || isPodFinished(pod)) return;
    try {
      await report(pod, sim, signal);
    } catch (error) {
      if (!isSillageError(error, "notFound")) throw error;
    }
  }

  async function report(pod: KubeObject, sim: PodSim, signal: AbortSignal): Promise<void> {
    const hostIp = nodes.get(getString(pod, "spec", "nodeName") ?? "")?.spec.ip ?? "";
    await writer.writeStatus(resources.pods, pod, { status: computePodStatus(pod, { sim, hostIp, nowMs: clock.now() }), signal });
  }

  async function tell(pod: KubeObject, notes: readonly EventNote[], signal: AbortSignal): Promise<void> {
    const recorder = nodes.get(getString(pod, "spec", "nodeName") ?? "")?.events;
    for (const note of notes) await recorder?.record(pod, note, { signal });
  }

  return {
    name: "kubelet",
    reconcile,
    triggers: [{ informer: pods, keysOf: (pod) => (nodes.has(getString(pod, "spec", "nodeName") ?? "") ? [formatRef(pod)] : []) }],
    concurrency: 16,
  };
}
