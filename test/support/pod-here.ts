import assert from "node:assert/strict";
import { unscheduledPod } from "../conformance/harness/manifests.ts";
import type { Api } from "./api.ts";

export interface PodHere {
  readonly namespace: string;
  /** Name of the pod. */
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** An address of this machine. */
  readonly address: string;
}

/** A pod that is really a server on this machine: no node runs it, and its status says it is ready at the address. */
export async function createPodHere(api: Api, { namespace, name, labels = {}, address }: PodHere): Promise<void> {
  const pods = `/api/v1/namespaces/${namespace}/pods`;
  const created = await api.send("POST", pods, { body: unscheduledPod(name, labels) });
  assert.equal(created.status, 201, JSON.stringify(created.body));
  const status = { phase: "Running", podIP: address, podIPs: [{ ip: address }], conditions: [{ type: "Ready", status: "True" }] };
  const patched = await api.send("PATCH", `${pods}/${name}/status`, { contentType: "application/merge-patch+json", body: { status } });
  assert.equal(patched.status, 200, JSON.stringify(patched.body));
}
