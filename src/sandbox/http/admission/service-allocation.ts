import { type KubeObject, getField, getList, getNumber, getRecord, getString } from "../../../kube/index.ts";
import type { Call } from "../call.ts";
import { invalidValue } from "../field-error.ts";
import { invalid } from "../status-error.ts";

const firstNodePort = 30_000;
const nodePortCount = 2768;

/** Gives a Service its cluster IP and node ports, and takes them back when its type no longer has them. */
export function allocateService(call: Call, objects: { readonly live: KubeObject | undefined; readonly next: KubeObject }): KubeObject {
  const { live, next } = objects;
  const spec = getRecord(next, "spec") ?? {};
  const type = getString(spec, "type") ?? "ClusterIP";
  if (type === "ExternalName") return { ...next, spec: without(spec, ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "internalTrafficPolicy"]) };
  const others = (call.cluster.store.list("/services") ?? []).filter((stored) => stored.object.metadata.uid !== next.metadata.uid).map((stored) => stored.object);
  const address = getString(spec, "clusterIP") || getString(live, "spec", "clusterIP") || freeAddress(call, others);
  checkAddress(call, { service: next, address, others });
  const families = { ipFamilies: getField(spec, "ipFamilies") ?? ["IPv4"], ipFamilyPolicy: getField(spec, "ipFamilyPolicy") ?? "SingleStack" };
  const ports = allocatePorts(call, { spec, live, others, type });
  const kept = without(spec, foreignFields[type] ?? []);
  return { ...next, spec: { ...kept, clusterIP: address, clusterIPs: [address], ...families, ...(ports.length === 0 ? {} : { ports }) } };
}

/** What a type has no use for, left over from another type. */
const foreignFields: Readonly<Record<string, readonly string[]>> = {
  ClusterIP: ["externalTrafficPolicy", "healthCheckNodePort", "allocateLoadBalancerNodePorts"],
  NodePort: ["allocateLoadBalancerNodePorts"],
};

interface PortRequest {
  readonly spec: unknown;
  readonly live: KubeObject | undefined;
  readonly others: readonly KubeObject[];
  readonly type: string;
}

function allocatePorts(call: Call, request: PortRequest): readonly unknown[] {
  const { spec, live, others, type } = request;
  const wanted = type === "NodePort" || (type === "LoadBalancer" && getField(spec, "allocateLoadBalancerNodePorts") !== false);
  const used = new Set(others.flatMap((service) => getList(service, "spec", "ports").map((port) => getNumber(port, "nodePort"))));
  const before = getList(live, "spec", "ports");
  return getList(spec, "ports").map((port, index) => {
    if (!wanted) return without(getRecord(port) ?? {}, ["nodePort"]);
    const kept = before.find((one) => getNumber(one, "port") === getNumber(port, "port") && getString(one, "protocol") === getString(port, "protocol"));
    const asked = getNumber(port, "nodePort") ?? 0;
    checkNodePort(call, { asked, used, field: `spec.ports[${index}].nodePort` });
    const nodePort = asked || getNumber(kept, "nodePort") || freePort(call, used);
    used.add(nodePort);
    return { ...getRecord(port), nodePort };
  });
}

function checkNodePort(call: Call, claim: { readonly asked: number; readonly used: ReadonlySet<number | undefined>; readonly field: string }): void {
  const { asked, used, field } = claim;
  const last = firstNodePort + nodePortCount - 1;
  if (asked === 0 || (asked >= firstNodePort && asked <= last && !used.has(asked))) return;
  const why = used.has(asked) ? "provided port is already allocated" : `provided port is not in the valid range. The range of valid ports is ${firstNodePort}-${last}`;
  throw invalid(call.resource, call.name, [invalidValue(field, asked, why)]);
}

function freePort(call: Call, used: ReadonlySet<number | undefined>): number {
  const start = Math.floor(call.cluster.random() * nodePortCount);
  for (let step = 0; step < nodePortCount; step++) {
    const port = firstNodePort + ((start + step) % nodePortCount);
    if (!used.has(port)) return port;
  }
  throw invalid(call.resource, call.name, [invalidValue("spec.ports", null, "failed to allocate a nodePort: range is full")]);
}

/** The service network is 10.96.0.0/16; 10.96.0.1 is the API server's own. */
function freeAddress(call: Call, others: readonly KubeObject[]): string {
  const used = new Set(others.map((service) => getString(service, "spec", "clusterIP")));
  const start = Math.floor(call.cluster.random() * 65_000);
  for (let step = 0; step < 65_000; step++) {
    const at = 256 + ((start + step) % 65_000);
    const address = `10.96.${at >> 8}.${at & 255}`;
    if (!used.has(address)) return address;
  }
  throw invalid(call.resource, call.name, [invalidValue("spec.clusterIPs", null, "failed to allocate IP: range is full")]);
}

function checkAddress(call: Call, claim: { readonly service: KubeObject; readonly address: string; readonly others: readonly KubeObject[] }): void {
  if (claim.address === "None" || !claim.others.some((service) => getString(service, "spec", "clusterIP") === claim.address)) return;
  const problem = invalidValue("spec.clusterIPs", [claim.address], `failed to allocate IP ${claim.address}: provided IP is already allocated`);
  throw invalid(call.resource, claim.service.metadata.name ?? "", [problem]);
}

function without(record: Readonly<Record<string, unknown>>, names: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
}
