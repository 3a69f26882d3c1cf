import type { KubeObject, ObjectRef } from "../../kube/index.ts";

/** The queue key of an object inside one resource: `namespace/name`, just `/name` for cluster-scoped ones. */
export function formatRef(object: KubeObject): string {
  return `${object.metadata.namespace ?? ""}/${object.metadata.name ?? ""}`;
}

export function parseRef(key: string): { readonly namespace: string; readonly name: string } {
  const slash = key.indexOf("/");
  return { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

/** Where the client finds the object. */
export function refOf(object: KubeObject): ObjectRef {
  const { namespace, name = "" } = object.metadata;
  return namespace === undefined ? { name } : { namespace, name };
}
