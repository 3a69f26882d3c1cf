import type { KubeObject } from "../../../kube/index.ts";
import { type Resource, hasSubresource } from "../catalog/resource.ts";

/** Kinds whose creators report a state at once. */
const keptStatus: ReadonlySet<string> = new Set(["/nodes", "/persistentvolumes"]);

/** A new object as its kind's rules let it in: without a status, which is for its controller to write. */
export function prepareCreate(resource: Resource, object: KubeObject): KubeObject {
  if (!hasSubresource(resource, "status") || keptStatus.has(resource.storeName) || !("status" in object)) return object;
  const { status: _, ...rest } = object;
  return { ...rest, apiVersion: object.apiVersion, kind: object.kind, metadata: object.metadata };
}
