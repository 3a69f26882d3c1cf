import { type KubeObject, getField, getList, getNumber, getString, getStringMap } from "../../../kube/index.ts";
import { fieldColumn, formatSelector, joinOrNone, textColumn, wide } from "./cells.ts";
import { type Column, ageColumn, nameColumn } from "./column.ts";

export const networkColumns: Readonly<Record<string, readonly Column[]>> = {
  "/services": [
    nameColumn,
    fieldColumn("Type", ["spec", "type"]),
    fieldColumn("Cluster-IP", ["spec", "clusterIP"], "<none>"),
    textColumn("External-IP", externalAddress),
    textColumn("Port(s)", servicePorts),
    ageColumn,
    wide(textColumn("Selector", (object) => joinOrNone(pairsOf(getStringMap(object, "spec", "selector"))))),
  ],
  "/endpoints": [nameColumn, textColumn("Endpoints", endpointAddresses), ageColumn],
  "discovery.k8s.io/endpointslices": [
    nameColumn,
    fieldColumn("AddressType", ["addressType"]),
    textColumn("Ports", (object) => (getList(object, "ports").length === 0 ? "<unset>" : firstFew(getList(object, "ports").map((port) => String(getNumber(port, "port") ?? "*"))))),
    textColumn("Endpoints", (object) =>
      firstFewOr(
        "<unset>",
        getList(object, "endpoints").flatMap((endpoint) => getList(endpoint, "addresses").map(String)),
      ),
    ),
    ageColumn,
  ],
  "networking.k8s.io/ingresses": [
    nameColumn,
    fieldColumn("Class", ["spec", "ingressClassName"], "<none>"),
    textColumn("Hosts", (object) =>
      firstFewOr(
        "*",
        getList(object, "spec", "rules").map((rule) => getString(rule, "host") ?? "*"),
      ),
    ),
    textColumn("Address", balancerAddress),
    textColumn("Ports", (object) => (getList(object, "spec", "tls").length === 0 ? "80" : "80, 443")),
    ageColumn,
  ],
  "networking.k8s.io/ingressclasses": [
    nameColumn,
    fieldColumn("Controller", ["spec", "controller"]),
    textColumn("Parameters", (object) => {
      const kind = getString(object, "spec", "parameters", "kind");
      const group = getString(object, "spec", "parameters", "apiGroup");
      return kind === undefined ? "<none>" : `${group === undefined ? kind : `${kind}.${group}`}/${getString(object, "spec", "parameters", "name")}`;
    }),
    ageColumn,
  ],
  "networking.k8s.io/networkpolicies": [nameColumn, textColumn("Pod-Selector", (object) => formatSelector(getField(object, "spec", "podSelector"))), ageColumn],
};

function pairsOf(map: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(map)
    .map(([key, value]) => `${key}=${value}`)
    .sort();
}

function balancerAddress(object: KubeObject): string {
  return getList(object, "status", "loadBalancer", "ingress")
    .map((ingress) => getString(ingress, "ip") ?? getString(ingress, "hostname"))
    .join(",");
}

function externalAddress(object: KubeObject): string {
  const external = getList(object, "spec", "externalIPs").map(String);
  switch (getString(object, "spec", "type")) {
    case "ExternalName":
      return getString(object, "spec", "externalName") ?? "";
    case "LoadBalancer": {
      const addresses = [balancerAddress(object), ...external].filter((address) => address !== "");
      return addresses.length === 0 ? "<pending>" : addresses.join(",");
    }
    default:
      return joinOrNone(external);
  }
}

function servicePorts(object: KubeObject): string {
  return joinOrNone(
    getList(object, "spec", "ports").map((port) => {
      const node = getNumber(port, "nodePort") ?? 0;
      return `${getNumber(port, "port")}${node > 0 ? `:${node}` : ""}/${getString(port, "protocol") ?? "TCP"}`;
    }),
  );
}

function endpointAddresses(object: KubeObject): string {
  const all = getList(object, "subsets").flatMap((subset) => {
    const ports = getList(subset, "ports").map((port) => `:${getNumber(port, "port")}`);
    return getList(subset, "addresses").flatMap((address) => (ports.length === 0 ? [""] : ports).map((port) => `${getString(address, "ip")}${port}`));
  });
  return firstFewOr("<none>", all);
}

function firstFewOr(placeholder: string, values: readonly string[]): string {
  return values.length === 0 ? placeholder : firstFew(values);
}

function firstFew(values: readonly string[]): string {
  return values.length > 3 ? `${values.slice(0, 3).join(",")} + ${values.length - 3} more...` : values.join(",");
}
