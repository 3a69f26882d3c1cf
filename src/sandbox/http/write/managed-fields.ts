import type { KubeObject } from "../../../kube/index.ts";
import { getResetFields, trackUpdate as track } from "../../apply/index.ts";
import { type Call, timestamp } from "../call.ts";
import { hasSubresource } from "../catalog/resource.ts";
import { schemasOf } from "./schemas.ts";

export interface TrackedUpdate {
  /** The stored object; `undefined` when this write creates it. */
  readonly live: KubeObject | undefined;
  readonly next: KubeObject;
  readonly manager: string;
}

/** The object with managed fields that name the manager for what this write changed. */
export function trackUpdate(call: Call, { live, next, manager }: TrackedUpdate): KubeObject {
  return track({ before: live, after: next, manager, ...tracking(call) });
}

/** What apply and update tracking must know of the endpoint. */
export function tracking(call: Call): Pick<Parameters<typeof track>[0], "subresource" | "schemas" | "resetFields" | "now"> {
  const { resource, subresource, cluster } = call;
  const { group, kind } = resource;
  const resetFields = getResetFields({ group, kind, subresource, hasStatus: hasSubresource(resource, "status"), custom: resource.custom !== undefined });
  return { subresource, schemas: schemasOf(call), resetFields, now: timestamp(cluster.clock) };
}
