import { getList, getNumber, getString } from "../../../kube/index.ts";
import type { Call } from "../call.ts";
import { badRequest, notFound, StatusError } from "../status-error.ts";

export interface ServiceAddress {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
}

/** Where the pods behind `NAME`, `NAME:PORT` or `SCHEME:NAME:PORT` listen; PORT is a name, or the number of a port of the Service. 503 when none is ready. */
export function resolveService(call: Call): ServiceAddress {
  const { scheme, name, port } = parseServiceName(call.name);
  const portName = /^\d+$/.test(port) ? nameOfPort(call, name, Number(port)) : port;
  const endpoints = call.cluster.store.get({ resource: "/endpoints", namespace: call.namespace, name });
  if (endpoints === undefined) throw notFound(call.resource, name);
  for (const subset of getList(endpoints.object, "subsets")) {
    const host = getList(subset, "addresses").find((address) => isAddressOfPod(call, address));
    const found = getList(subset, "ports").find((candidate) => (getString(candidate, "name") ?? "") === portName);
    if (host !== undefined && found !== undefined) return { scheme, host: getString(host, "ip") ?? "", port: getNumber(found, "port") ?? 0 };
  }
  throw unavailable(`no endpoints available for service "${call.name}"`);
}

function parseServiceName(id: string): { readonly scheme: string; readonly name: string; readonly port: string } {
  const [first = "", second, third, ...more] = id.split(":");
  const parts = third === undefined ? { scheme: "http", name: first, port: second ?? "" } : { scheme: first === "" ? "http" : first, name: second ?? "", port: third };
  if (more.length > 0 || parts.name === "" || !["http", "https"].includes(parts.scheme)) throw badRequest(`invalid service request "${id}"`);
  return parts;
}

function nameOfPort(call: Call, name: string, number: number): string {
  const service = call.cluster.store.get({ resource: "/services", namespace: call.namespace, name });
  if (service === undefined) throw notFound(call.resource, name);
  const port = getList(service.object, "spec", "ports").find((candidate) => getNumber(candidate, "port") === number);
  if (port === undefined) throw unavailable(`no service port ${number} found for service "${name}"`);
  return getString(port, "name") ?? "";
}

/** Nobody gets a request to an address that is not that of a pod of the same namespace. */
function isAddressOfPod({ cluster, namespace }: Call, address: unknown): boolean {
  if (getString(address, "targetRef", "namespace") !== namespace) return false;
  const pod = cluster.store.get({ resource: "/pods", namespace, name: getString(address, "targetRef", "name") ?? "" });
  return getList(pod?.object, "status", "podIPs").some((entry) => getString(entry, "ip") === getString(address, "ip"));
}

function unavailable(message: string): StatusError {
  return new StatusError({ code: 503, reason: "ServiceUnavailable", message });
}
