import type { KubeObject } from "../../../kube/index.ts";
import { labelJob } from "./label-job.ts";
import { type Resource, hasSubresource } from "../catalog/resource.ts";

/** Kinds whose creators report a state at once. */
const keptStatus: ReadonlySet<string> = new Set(["/nodes", "/persistentvolumes"]);

/** A new object as its kind's rules let it in: without a status, which is for its controller to write; a Job with its own labels. */
export function prepareCreate(resource: Resource, object: KubeObject): KubeObject {
  const bare = withoutStatus(resource, object);
  return resource.storeName === "batch/jobs" ? labelJob(bare) : bare;
}

function withoutStatus(resource: Resource, object: KubeObject): KubeObject {
  if (!hasSubresource(resource, "status") || keptStatus.has(resource.storeName) || !("status" in object)) return object;
  const { status: _, ...rest } = object;
  return { ...rest, apiVersion: object.apiVersion, kind: object.kind, metadata: object.metadata };
}
