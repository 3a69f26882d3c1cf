import { getList, getRecord, getString, type ApiResource, type KubeObject } from "../../../kube/index.ts";
import type { Context } from "../../../log/index.ts";
import { done } from "../../../runtime/index.ts";
import { type Loop, parseRef, resources, toJson } from "../../machinery/index.ts";
import { type LoopDeps, wakeSelf } from "../controller-deps.ts";

const delayMs = 500;

/** Gives Services of type LoadBalancer and Ingresses an address, a moment after they appear, as a cloud does. */
export function createLoadBalancerLoops(deps: LoopDeps): readonly Loop[] {
  return [
    createAddressLoop(deps, {
      name: "service-load-balancer",
      resource: resources.services,
      wants: (service) => getString(service, "spec", "type") === "LoadBalancer",
      mode: { ipMode: "VIP" },
    }),
    createAddressLoop(deps, { name: "ingress-load-balancer", resource: resources.ingresses, wants: () => true, mode: {} }),
  ];
}

interface AddressOptions {
  readonly name: string;
  readonly resource: ApiResource;
  readonly wants: (object: KubeObject) => boolean;
  /** What an address says beside its IP. */
  readonly mode: { readonly ipMode?: string };
}

function createAddressLoop(deps: LoopDeps, { name, resource, wants, mode }: AddressOptions): Loop {
  const { caches, writer, clock } = deps;
  const informer = caches.of(resource);
  const firstSeenMs = new Map<string, number>();

  async function reconcile({ signal }: Context, key: string): ReturnType<Loop["reconcile"]> {
    const { namespace, name } = parseRef(key);
    const object = informer.get(namespace, name);
    if (object === undefined || !wants(object) || getList(object, "status", "loadBalancer", "ingress").length > 0) {
      firstSeenMs.delete(key);
      return done;
    }
    const since = firstSeenMs.get(key) ?? clock.now();
    firstSeenMs.set(key, since);
    const waitMs = since + delayMs - clock.now();
    if (waitMs > 0) return { requeueAfterMs: waitMs };
    const status = toJson({ ...getRecord(object, "status"), loadBalancer: { ingress: [{ ip: computeAddress(object), ...mode }] } });
    await writer.writeStatus(resource, object, { status, signal });
    return done;
  }

  return { name, reconcile, triggers: [wakeSelf(informer)] };
}

/** An address of the documentation range, the same for the same object. */
function computeAddress(object: KubeObject): string {
  const sum = Array.from(object.metadata.uid ?? "", (char) => char.codePointAt(0) ?? 0).reduce((total, code) => (total * 31 + code) % 254, 0);
  return `203.0.113.${sum + 1}`;
}
