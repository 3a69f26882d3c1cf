import assert from "node:assert/strict";
import type { Api } from "./api.ts";

export interface PodHere {
  readonly namespace: string;
  /** Name of the pod. */
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** An address of this machine. */
  readonly address: string;
  /** A node that exists: a Service finds no pods without one. */
  readonly nodeName?: string;
}

/** A pod that is really a server on this machine: no node runs it, and its status says it is ready at the address. */
export async function createPodHere(api: Api, { namespace, name, labels = {}, address, nodeName }: PodHere): Promise<void> {
  const spec = { schedulerName: "nobody", containers: [{ name: "here", image: "registry.example/here:1" }], ...(nodeName === undefined ? {} : { nodeName }) };
  const pods = `/api/v1/namespaces/${namespace}/pods`;
  const created = await api.send("POST", pods, { body: { metadata: { name, labels }, spec } });
  assert.equal(created.status, 201, JSON.stringify(created.body));
  const status = { phase: "Running", podIP: address, podIPs: [{ ip: address }], conditions: [{ type: "Ready", status: "True" }] };
  const patched = await api.send("PATCH", `${pods}/${name}/status`, { contentType: "application/merge-patch+json", body: { status } });
  assert.equal(patched.status, 200, JSON.stringify(patched.body));
}

/** A node without a kubelet, on which nobody else's pods come. */
export async function createEmptyNode(api: Api, name: string): Promise<void> {
  const created = await api.send("POST", "/api/v1/nodes", { body: { metadata: { name }, spec: { taints: [{ key: "sillage.dev/test", effect: "NoSchedule" }] } } });
  assert.equal(created.status, 201, JSON.stringify(created.body));
}
