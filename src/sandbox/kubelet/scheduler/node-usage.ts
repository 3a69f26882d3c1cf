import { getField, getList, getString, type KubeObject } from "../../../kube/index.ts";
import { readMillis } from "./quantity.ts";

/** What a pod takes from a node, in millis. */
export interface Demand {
  readonly cpu: number;
  readonly memory: number;
  readonly pods: number;
}

/** What is taken of each node, kept up to date pod by pod. */
export interface NodeUsage {
  of(node: string): Demand;
  /** Counts the pod on this node, and no longer on another. */
  assign(uid: string, node: string, demand: Demand): void;
  release(uid: string): void;
}

const nothing: Demand = { cpu: 0, memory: 0, pods: 0 };

export function createNodeUsage(): NodeUsage {
  const places = new Map<string, { readonly node: string; readonly demand: Demand }>();
  const totals = new Map<string, Demand>();

  function add(node: string, demand: Demand, sign: 1 | -1): void {
    const total = totals.get(node) ?? nothing;
    totals.set(node, { cpu: total.cpu + sign * demand.cpu, memory: total.memory + sign * demand.memory, pods: total.pods + sign * demand.pods });
  }

  function release(uid: string): void {
    const place = places.get(uid);
    if (place === undefined) return;
    places.delete(uid);
    add(place.node, place.demand, -1);
  }

  return {
    of: (node) => totals.get(node) ?? nothing,
    assign(uid, node, demand) {
      release(uid);
      places.set(uid, { node, demand });
      add(node, demand, 1);
    },
    release,
  };
}

/** The requests of a pod: its containers together, or the largest init container if that is more. */
export function computeDemand(pod: KubeObject): Demand {
  const request = (container: unknown, name: string): number => readMillis(getField(container, "resources", "requests", name));
  const inits = getList(pod, "spec", "initContainers");
  const lasting = [...getList(pod, "spec", "containers"), ...inits.filter((container) => getString(container, "restartPolicy") === "Always")];
  const total = (name: string): number =>
    Math.max(
      lasting.reduce<number>((sum, container) => sum + request(container, name), 0),
      ...inits.map((container) => request(container, name)),
    );
  return { cpu: total("cpu"), memory: total("memory"), pods: 1000 };
}
