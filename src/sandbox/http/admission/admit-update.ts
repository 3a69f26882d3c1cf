import type { KubeObject } from "../../../kube/index.ts";
import type { Call } from "../call.ts";
import { countTemplateChanges } from "./daemon-set.ts";
import { allocateService } from "./service-allocation.ts";
import { describeDefinition } from "./custom-resource-definition.ts";

/** What the server itself changes in an update. */
export function admitUpdate(call: Call, objects: { readonly live: KubeObject; readonly next: KubeObject }): KubeObject {
  const { live, next } = objects;
  if (call.resource.storeName === "/services" && call.subresource === "") return allocateService(call, { live, next });
  if (call.resource.storeName === "apps/daemonsets" && call.subresource === "") return countTemplateChanges(live, next);
  if (call.resource.storeName === "apiextensions.k8s.io/customresourcedefinitions" && call.subresource === "") return describeDefinition(call, next);
  return next;
}
