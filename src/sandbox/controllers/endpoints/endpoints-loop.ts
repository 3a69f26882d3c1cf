import { getField, getStringMap, type KubeObject, matchesSelector } from "../../../kube/index.ts";
import type { Context } from "../../../log/index.ts";
import { done } from "../../../runtime/index.ts";
import { formatRef, isEqualJson, type Loop, parseRef, resources } from "../../machinery/index.ts";
import { type LoopDeps, wakeSelf } from "../controller-deps.ts";
import { hasManagedEndpoints, planEndpoints } from "./plan-endpoints.ts";

/** Service → EndpointSlice and Endpoints. */
export function createEndpointsLoop(deps: LoopDeps): Loop {
  const { caches, writer } = deps;
  const services = caches.of(resources.services);
  const pods = caches.of(resources.pods);
  const slices = caches.of(resources.endpointSlices);
  const endpoints = caches.of(resources.endpoints);

  async function reconcile({ signal }: Context, key: string): ReturnType<Loop["reconcile"]> {
    const { namespace, name } = parseRef(key);
    const service = services.get(namespace, name);
    if (service === undefined) return dropEndpoints(key, signal);
    if (service.metadata.deletionTimestamp !== undefined || !hasManagedEndpoints(service)) return done;
    const plan = planEndpoints(service, selectPods(service));
    const [slice, ...surplus] = slices.listByIndex("service", key);
    if (slice === undefined) await writer.create(resources.endpointSlices, plan.slice, { signal });
    else if (differs(slice, plan.slice, ["endpoints", "ports"]))
      await writer.update(resources.endpointSlices, { ...plan.slice, metadata: { ...slice.metadata, labels: plan.slice.metadata.labels ?? {} } }, { signal });
    for (const extra of surplus) await writer.remove(resources.endpointSlices, extra, { signal });
    const mirror = endpoints.get(namespace, name);
    if (mirror === undefined) await writer.create(resources.endpoints, plan.endpoints, { signal });
    else if (differs(mirror, plan.endpoints, ["subsets"]))
      await writer.update(resources.endpoints, { ...plan.endpoints, metadata: { ...mirror.metadata, labels: plan.endpoints.metadata.labels ?? {} } }, { signal });
    return done;
  }

  function selectPods(service: KubeObject): readonly KubeObject[] {
    const selector = { matchLabels: getStringMap(service, "spec", "selector") };
    return pods.listByIndex("namespace", service.metadata.namespace ?? "").filter((pod) => matchesSelector(selector, pod.metadata.labels ?? {}));
  }

  /** The slices go with their owner; Endpoints have none. */
  async function dropEndpoints(key: string, signal: AbortSignal): ReturnType<Loop["reconcile"]> {
    const { namespace, name } = parseRef(key);
    const mirror = endpoints.get(namespace, name);
    if (mirror !== undefined && mirror.metadata.labels?.["endpoints.kubernetes.io/managed-by"] !== undefined) await writer.remove(resources.endpoints, mirror, { signal });
    return done;
  }

  function servicesOfPod(pod: KubeObject): readonly string[] {
    const labels = pod.metadata.labels ?? {};
    const candidates = services.listByIndex("namespace", pod.metadata.namespace ?? "").filter(hasManagedEndpoints);
    return candidates.filter((service) => matchesSelector({ matchLabels: getStringMap(service, "spec", "selector") }, labels)).map(formatRef);
  }

  const serviceOfSlice = (slice: KubeObject): readonly string[] => {
    const name = slice.metadata.labels?.["kubernetes.io/service-name"];
    return name === undefined ? [] : [`${slice.metadata.namespace ?? ""}/${name}`];
  };
  return {
    name: "endpoints",
    reconcile,
    triggers: [wakeSelf(services), wakeSelf(endpoints), { informer: pods, keysOf: servicesOfPod }, { informer: slices, keysOf: serviceOfSlice }],
  };
}

function differs(live: KubeObject, wanted: KubeObject, fields: readonly string[]): boolean {
  const labels = Object.entries(wanted.metadata.labels ?? {}).some(([key, value]) => live.metadata.labels?.[key] !== value);
  return labels || fields.some((field) => !isEqualJson(getField(live, field), getField(wanted, field)));
}
