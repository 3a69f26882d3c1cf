import { isSillageError } from "../../../errors/index.ts";
import { getRecord, type KubeObject } from "../../../kube/index.ts";
import type { Context } from "../../../log/index.ts";
import { done } from "../../../runtime/index.ts";
import { formatMicroTime, type Loop, parseRef, resources, toJson } from "../../machinery/index.ts";
import type { KubeletDeps } from "../kubelet-deps.ts";
import { computeNodeStatus, createNode, isStatusDue, planTaints } from "./plan-node.ts";

const leaseNamespace = "kube-node-lease";
const heartbeatMs = 10_000;
const leaseSeconds = 40;

/** Keeps the node objects registered, Ready and untainted, and renews their leases. */
export function createNodeLoop(deps: KubeletDeps): Loop {
  const { caches, writer, client, clock } = deps;
  const nodes = caches.of(resources.nodes);
  const postedMs = new Map<string, number>();
  const renewedMs = new Map<string, number>();

  async function reconcile({ signal }: Context, key: string): ReturnType<Loop["reconcile"]> {
    const { name } = parseRef(key);
    const spec = deps.nodes.get(name)?.spec;
    if (spec === undefined) return done;
    let node = nodes.get("", name) ?? (await writer.create(resources.nodes, createNode(spec), { signal }));
    if (isStatusDue(node, { sinceMs: postedMs.get(name), nowMs: clock.now() })) {
      await writer.writeStatus(resources.nodes, node, { status: computeNodeStatus(node, { spec, nowMs: clock.now() }), signal });
      postedMs.set(name, clock.now());
      node = nodes.get("", name) ?? node;
    }
    const taints = planTaints(node);
    if (taints !== undefined) await writer.patch(resources.nodes, node, { signal, body: { spec: toJson({ taints }) } });
    if (clock.now() - (renewedMs.get(name) ?? 0) >= heartbeatMs) {
      await renewLease(node, signal);
      renewedMs.set(name, clock.now());
    }
    return { requeueAfterMs: heartbeatMs };
  }

  async function renewLease(node: KubeObject, signal: AbortSignal): Promise<void> {
    const { name = "", uid = "" } = node.metadata;
    const known = await client.fetchObject(resources.leases, { namespace: leaseNamespace, name }, { signal });
    const renewal = { holderIdentity: name, leaseDurationSeconds: leaseSeconds, renewTime: formatMicroTime(clock.now()) };
    const ownerReferences = [{ apiVersion: "v1", kind: "Node", name, uid }];
    try {
      if (known === undefined) {
        await client.create(
          resources.leases,
          { apiVersion: "coordination.k8s.io/v1", kind: "Lease", metadata: { name, namespace: leaseNamespace, ownerReferences }, spec: renewal },
          { signal },
        );
      } else {
        await client.update(resources.leases, { ...known, spec: { ...getRecord(known, "spec"), ...renewal } }, { signal });
      }
    } catch (error) {
      // The namespace of leases may come a moment after us.
      if (!isSillageError(error, "notFound") && !isSillageError(error, "conflict")) throw error;
    }
  }

  return {
    name: "node",
    reconcile,
    initialKeys: [...deps.nodes.keys()].map((name) => `/${name}`),
    triggers: [{ informer: nodes, keysOf: (node) => [`/${node.metadata.name ?? ""}`] }],
    concurrency: 2,
  };
}
