import { getBoolean, getNumber, getString, type KubeObject } from "../../../kube/index.ts";
import type { EventNote } from "../../machinery/index.ts";
import type { Pace } from "../container/behavior.ts";
import type { Registry } from "../image/registry.ts";
import type { KubeletDeps } from "../kubelet-deps.ts";
import { createPodAddresses } from "./pod-addresses.ts";
import { createPodSim, type PodSim, resumePod, stepPod, stopPod } from "./pod-sim.ts";
import { createPodWorlds } from "./pod-world.ts";

export interface PodHostOptions {
  readonly registry: Registry;
  readonly pace: Pace;
}

export interface HostedStep {
  readonly sim: PodSim;
  readonly notes: readonly EventNote[];
  readonly dueMs: number | undefined;
}

/** The machines: which pods they run, in which state, and which images they have. The memory of the kubelet, by pod uid. */
export interface PodHost {
  get(uid: string): PodSim | undefined;
  /** Carries the pod to the present. */
  advance(pod: KubeObject): HostedStep;
  /** Begins or continues to stop a pod; `gone` once nothing of it runs any more. */
  stop(pod: KubeObject): HostedStep & { readonly gone: boolean };
  /** The pod's object is gone. */
  forget(uid: string): void;
}

const mountRetryMs = 1000;
/** How long a container takes to stop when its grace period allows. */
const stopMs = 300;

export function createPodHost({ caches, clock, nodes }: KubeletDeps, { registry, pace }: PodHostOptions): PodHost {
  const worlds = createPodWorlds({ caches, clock, registry, pace });
  const addresses = createPodAddresses();
  const nodeNames = [...nodes.keys()];
  const sims = new Map<string, PodSim>();
  const stoppingSinceMs = new Map<string, number>();

  function obtain(pod: KubeObject): PodSim {
    const known = sims.get(pod.metadata.uid ?? "");
    if (known !== undefined) return known;
    const nodeName = getString(pod, "spec", "nodeName") ?? "";
    const shared = getBoolean(pod, "spec", "hostNetwork") === true ? nodes.get(nodeName)?.spec.ip : undefined;
    const brought = getString(pod, "status", "podIP") ?? shared;
    if (brought !== undefined) addresses.keep(brought);
    const podIp = brought ?? addresses.take(nodeNames.indexOf(nodeName));
    return resumePod(createPodSim(pod, { podIp, nowMs: clock.now() }), worlds.of(pod));
  }

  return {
    get: (uid) => sims.get(uid),
    advance(pod) {
      const { uid = "" } = pod.metadata;
      const sim = obtain(pod);
      const fresh = sim.containers.every((container) => container.state.kind === "created");
      const obstacle = fresh ? worlds.findMountProblem(pod) : undefined;
      if (obstacle !== undefined) {
        sims.set(uid, sim);
        return { sim, notes: [{ type: "Warning", reason: "FailedMount", message: obstacle }], dueMs: clock.now() + mountRetryMs };
      }
      const step = stepPod(sim, worlds.of(pod));
      sims.set(uid, step.sim);
      return step;
    },
    stop(pod) {
      const { uid = "" } = pod.metadata;
      const sim = obtain(pod);
      const running = sim.containers.filter((container) => container.state.kind === "running");
      const begins = !stoppingSinceMs.has(uid);
      const sinceMs = stoppingSinceMs.get(uid) ?? clock.now();
      stoppingSinceMs.set(uid, sinceMs);
      const graceMs = (getNumber(pod, "metadata", "deletionGracePeriodSeconds") ?? 30) * 1000;
      const endMs = running.length === 0 ? clock.now() : sinceMs + Math.min(stopMs, graceMs);
      const gone = endMs <= clock.now();
      const stopped = gone ? stopPod(sim, clock.now()) : sim;
      sims.set(uid, stopped);
      const notes = begins ? running.map(killingNote) : [];
      return { sim: stopped, notes, dueMs: gone ? undefined : endMs, gone };
    },
    forget(uid) {
      const sim = sims.get(uid);
      if (sim !== undefined) addresses.release(sim.podIp);
      sims.delete(uid);
      stoppingSinceMs.delete(uid);
    },
  };
}

function killingNote({ name }: PodSim["containers"][number]): EventNote {
  return { type: "Normal", reason: "Killing", message: `Stopping container ${name}`, fieldPath: `spec.containers{${name}}` };
}
