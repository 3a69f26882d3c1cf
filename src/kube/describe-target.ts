import type { ApiResource } from "./client.ts";
import type { KubeObject } from "./object.ts";

/** How a call's target reads in a message: `Deployment "shop/web"`, `Deployment in namespace "shop"`, `Namespace`. */
export function describeTarget(resource: ApiResource, target: { readonly namespace?: string | undefined; readonly name?: string }): string {
  const { namespace, name } = target;
  const where = resource.namespaced && namespace !== undefined && namespace !== "" ? namespace : undefined;
  if (name === undefined) return where === undefined ? resource.kind : `${resource.kind} in namespace "${where}"`;
  return `${resource.kind} "${where === undefined ? name : `${where}/${name}`}"`;
}

/** The same for an object that is about to be written; one without a name yet is shown by its prefix. */
export function describeWritten(resource: ApiResource, object: KubeObject): string {
  const { namespace, name, generateName } = object.metadata;
  return describeTarget(resource, { namespace, name: name ?? `${generateName ?? ""}*` });
}
