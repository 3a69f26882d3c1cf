import { getBoolean, getList, getNumber, getString, getStringMap, type KubeObject } from "../../../kube/index.ts";
import { createControllerRef, isPodFinished, isPodReady } from "../../machinery/index.ts";

export interface EndpointsPlan {
  readonly slice: KubeObject;
  readonly endpoints: KubeObject;
}

interface Port {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
}

/** The EndpointSlice of a Service with a selector, and its mirror in the older Endpoints kind. One slice holds all pods. */
export function planEndpoints(service: KubeObject, pods: readonly KubeObject[]): EndpointsPlan {
  const withAddress = pods.filter((pod) => !isPodFinished(pod) && getString(pod, "status", "podIP") !== undefined).toSorted(byName);
  const ports = readPorts(service, withAddress);
  return { slice: createSlice(service, withAddress, ports), endpoints: createEndpoints(service, withAddress, ports) };
}

function byName(left: KubeObject, right: KubeObject): number {
  return (left.metadata.name ?? "") < (right.metadata.name ?? "") ? -1 : 1;
}

function readPorts(service: KubeObject, pods: readonly KubeObject[]): readonly Port[] {
  return getList(service, "spec", "ports").flatMap((entry) => {
    const protocol = getString(entry, "protocol") ?? "TCP";
    const target = getNumber(entry, "targetPort") ?? getString(entry, "targetPort") ?? getNumber(entry, "port");
    const port = typeof target === "string" ? findNamedPort(pods, target) : target;
    return port === undefined ? [] : [{ name: getString(entry, "name") ?? "", port, protocol }];
  });
}

function findNamedPort(pods: readonly KubeObject[], name: string): number | undefined {
  const ports = pods.flatMap((pod) => getList(pod, "spec", "containers")).flatMap((container) => getList(container, "ports"));
  return getNumber(
    ports.find((port) => getString(port, "name") === name),
    "containerPort",
  );
}

function isServing(pod: KubeObject, service: KubeObject): boolean {
  return isPodReady(pod) || getBoolean(service, "spec", "publishNotReadyAddresses") === true;
}

function createSlice(service: KubeObject, pods: readonly KubeObject[], ports: readonly Port[]): KubeObject {
  const { name = "", namespace = "", labels } = service.metadata;
  return {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: {
      generateName: `${name}-`,
      namespace,
      labels: { ...labels, ...headless(service), "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io", "kubernetes.io/service-name": name },
      ownerReferences: [createControllerRef(service)],
    },
    addressType: "IPv4",
    endpoints: pods.map((pod) => {
      const serving = isServing(pod, service);
      const terminating = pod.metadata.deletionTimestamp !== undefined;
      return {
        addresses: [getString(pod, "status", "podIP")],
        conditions: { ready: serving && !terminating, serving, terminating },
        ...hostnameOf(service, pod),
        nodeName: getString(pod, "spec", "nodeName"),
        targetRef: targetOf(pod),
      };
    }),
    ports,
  };
}

function createEndpoints(service: KubeObject, pods: readonly KubeObject[], ports: readonly Port[]): KubeObject {
  const live = pods.filter((pod) => pod.metadata.deletionTimestamp === undefined);
  const addresses = (serving: boolean): readonly unknown[] =>
    live
      .filter((pod) => isServing(pod, service) === serving)
      .map((pod) => ({ ip: getString(pod, "status", "podIP"), ...hostnameOf(service, pod), nodeName: getString(pod, "spec", "nodeName"), targetRef: targetOf(pod) }));
  const [ready, notReady] = [addresses(true), addresses(false)];
  const subset = {
    ...(ready.length === 0 ? {} : { addresses: ready }),
    ...(notReady.length === 0 ? {} : { notReadyAddresses: notReady }),
    ports: ports.map(({ name, ...port }) => (name === "" ? port : { name, ...port })),
  };
  return {
    apiVersion: "v1",
    kind: "Endpoints",
    metadata: {
      name: service.metadata.name ?? "",
      namespace: service.metadata.namespace ?? "",
      labels: { ...service.metadata.labels, ...headless(service), "endpoints.kubernetes.io/managed-by": "endpoint-controller" },
    },
    ...(live.length === 0 ? {} : { subsets: [subset] }),
  };
}

function headless(service: KubeObject): Readonly<Record<string, string>> {
  return getString(service, "spec", "clusterIP") === "None" ? { "service.kubernetes.io/headless": "" } : {};
}

/** Pods that name themselves under this Service, as those of a StatefulSet do, keep their host name. */
function hostnameOf(service: KubeObject, pod: KubeObject): { readonly hostname?: string } {
  const hostname = getString(pod, "spec", "hostname");
  return hostname !== undefined && getString(pod, "spec", "subdomain") === service.metadata.name ? { hostname } : {};
}

function targetOf(pod: KubeObject): Readonly<Record<string, unknown>> {
  return { kind: "Pod", namespace: pod.metadata.namespace, name: pod.metadata.name, uid: pod.metadata.uid };
}

/** Whether the Service asks us for endpoints: it selects pods and is no alias. */
export function hasManagedEndpoints(service: KubeObject): boolean {
  return getString(service, "spec", "type") !== "ExternalName" && Object.keys(getStringMap(service, "spec", "selector")).length > 0;
}
