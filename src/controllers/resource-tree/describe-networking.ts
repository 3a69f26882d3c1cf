import type { NetworkingInfo, ResourceRef } from "../../api/index.ts";
import { getField, getList, getString, getStringMap, type KubeObject, parseApiVersion } from "../../kube/index.ts";
import { findUrls } from "./find-urls.ts";

const linkPrefix = "link.argocd.argoproj.io/";

/** How traffic reaches an object and where it goes on; `undefined` when there is nothing to tell. */
export function describeNetworking(object: KubeObject): NetworkingInfo | undefined {
  const flow = describeFlow(object);
  const externalURLs = [...new Set([...findUrls(object), ...linksOf(object)])].toSorted();
  if (flow === undefined && externalURLs.length === 0) return undefined;
  return { ...flow, ...(externalURLs.length === 0 ? {} : { externalURLs }) };
}

function describeFlow(object: KubeObject): NetworkingInfo | undefined {
  const { group } = parseApiVersion(object.apiVersion);
  const kind = `${group}/${object.kind}`;
  if (kind === "/Pod") return { labels: object.metadata.labels ?? {} };
  const ingress = getList(object, "status", "loadBalancer", "ingress");
  if (kind === "/Service") return { targetLabels: getStringMap(object, "spec", "selector"), ...(ingress.length === 0 ? {} : { ingress }) };
  if (kind !== "networking.k8s.io/Ingress" && kind !== "extensions/Ingress") return undefined;
  return { targetRefs: backendsOf(object), ...(ingress.length === 0 ? {} : { ingress }) };
}

function backendsOf(ingress: KubeObject): readonly ResourceRef[] {
  const paths = getList(ingress, "spec", "rules").flatMap((rule) => getList(rule, "http", "paths"));
  const backends = [getField(ingress, "spec", "defaultBackend"), ...paths.map((path) => getField(path, "backend"))];
  const names = backends.flatMap((backend) => getString(backend, "service", "name") ?? getString(backend, "serviceName") ?? []);
  return [...new Set(names)].map((name) => ({ kind: "Service", namespace: ingress.metadata.namespace ?? "", name }));
}

function linksOf({ metadata }: KubeObject): readonly string[] {
  return Object.entries(metadata.annotations ?? {}).flatMap(([name, value]) => (name.startsWith(linkPrefix) ? [value] : []));
}
