import { getList, getString, type KubeObject } from "../../kube/index.ts";

/** The outside addresses of an Ingress that has a load balancer. */
export function findUrls(object: KubeObject): readonly string[] {
  if (object.kind !== "Ingress" || getList(object, "status", "loadBalancer", "ingress").length === 0) return [];
  const secure = new Set(getList(object, "spec", "tls").flatMap((tls) => getList(tls, "hosts")));
  return getList(object, "spec", "rules").flatMap((rule) => {
    const host = getString(rule, "host");
    const paths = getList(rule, "http", "paths").map((path) => getString(path, "path") ?? "/");
    return host === undefined ? [] : (paths.length === 0 ? ["/"] : paths).map((path) => `${secure.has(host) ? "https" : "http"}://${host}${path === "/" ? "" : path}`);
  });
}
