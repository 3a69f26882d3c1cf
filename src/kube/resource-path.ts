import type { ApiResource } from "./client.ts";

/** What a path points at inside a resource: a namespace, one object, a part of it. */
export interface PathTarget {
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly subresource?: string | undefined;
}

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** The path of a collection or object; query values that are `undefined` or "" are left out. */
export function resourcePath(resource: ApiResource, target: PathTarget, query: Query = {}): string {
  const steps = resource.group === "" ? ["api", resource.version] : ["apis", resource.group, resource.version];
  if (resource.namespaced && target.namespace !== undefined && target.namespace !== "") steps.push("namespaces", target.namespace);
  steps.push(resource.resource);
  if (target.name !== undefined) steps.push(target.name);
  if (target.subresource !== undefined) steps.push(target.subresource);
  return `/${steps.map((step) => encodeURIComponent(step)).join("/")}${formatQuery(query)}`;
}

function formatQuery(query: Query): string {
  const parts: string[] = [];
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") parts.push(`${key}=${encodeURIComponent(value)}`);
  }
  return parts.length === 0 ? "" : `?${parts.join("&")}`;
}
