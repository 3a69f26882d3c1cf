import type { KubeObject } from "../../../kube/index.ts";
import { type StoredObject, serializeObject } from "../../store/index.ts";
import type { ApiResponse } from "../api-request.ts";
import { admitDelete } from "../admission/admit-delete.ts";
import type { Call, Cluster } from "../call.ts";
import { type Resource, apiVersionOf } from "../catalog/resource.ts";
import { requireStored } from "../read/get.ts";
import { parseListOptions } from "../read/list-options.ts";
import type { Renderable } from "../read/rendering.ts";
import { respondObject, respondValue } from "../read/respond.ts";
import { parseSelection } from "../read/selection.ts";
import { conflict } from "../status-error.ts";
import { planDeletion } from "./plan-deletion.ts";
import { type DeleteOptions, parseDeleteOptions } from "./write-options.ts";

export function deleteObject(call: Call): ApiResponse {
  const options = parseDeleteOptions(call);
  const live = requireStored(call);
  checkPreconditions(call, live, options);
  admitDelete(call);
  const { object, removed } = removeObject(call.cluster, { resource: call.resource, live, options });
  if (!removed || answersWithObject.has(call.resource.storeName) || call.resource.group === "storage.k8s.io") return respondObject(call, object);
  return respondValue(call, successStatus(call, live.object));
}

/** DELETE of a collection: each selected object by the same rules; answers with what was there. */
export function deleteCollection(call: Call): ApiResponse {
  const options = parseDeleteOptions(call);
  const list = parseListOptions(call.query, false);
  const matches = parseSelection(call.resource, { ...list, namespace: call.namespace, name: "" }) ?? (() => true);
  const all = call.cluster.store.list(call.resource.storeName, call.namespace === "" ? {} : { namespace: call.namespace }) ?? [];
  const selected = all.filter((stored) => matches(stored.object));
  for (const live of selected) removeObject(call.cluster, { resource: call.resource, live, options });
  const items = selected.map((stored) => stored.object);
  return respondValue(call, {
    kind: `${call.resource.kind}List`,
    apiVersion: apiVersionOf(call.resource),
    metadata: { resourceVersion: String(call.cluster.store.revision) },
    items,
  });
}

export interface Removal {
  readonly resource: Resource;
  readonly live: StoredObject;
  readonly options: DeleteOptions;
}

/** Removes the object, or marks it as being deleted when something must happen first. */
export function removeObject(cluster: Cluster, { resource, live, options }: Removal): { readonly object: Renderable; readonly removed: boolean } {
  const { store, clock } = cluster;
  const plan = planDeletion(resource, { live: live.object, options, now: clock.now() });
  if (plan.kind === "remove") {
    if (options.dryRun) return { object: live, removed: true };
    return { object: store.delete({ resource: resource.storeName, namespace: live.namespace, name: live.name }, plan.object) ?? live, removed: true };
  }
  if (plan.object === live.object) return { object: live, removed: false };
  return { object: options.dryRun ? serializeObject(plan.object, live.revision) : store.put(resource.storeName, plan.object), removed: false };
}

/** Kinds whose DELETE answers with the object even when it is gone at once. */
const answersWithObject: ReadonlySet<string> = new Set([
  "/pods",
  "/services",
  "/serviceaccounts",
  "/persistentvolumeclaims",
  "/persistentvolumes",
  "/namespaces",
  "/resourcequotas",
  "/podtemplates",
]);

function checkPreconditions(call: Call, live: StoredObject, options: DeleteOptions): void {
  const uid = live.object.metadata.uid ?? "";
  if (options.uid !== undefined && options.uid !== uid) {
    throw conflict(call.resource, { name: call.name, why: `Precondition failed: UID in precondition: ${options.uid}, UID in object meta: ${uid}` });
  }
  if (options.resourceVersion !== undefined && options.resourceVersion !== String(live.revision)) {
    const why = `Precondition failed: ResourceVersion in precondition: ${options.resourceVersion}, ResourceVersion in object meta: ${live.revision}`;
    throw conflict(call.resource, { name: call.name, why });
  }
}

function successStatus(call: Call, object: KubeObject): unknown {
  const { group, plural } = call.resource;
  return {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Success",
    details: { name: call.name, ...(group === "" ? {} : { group }), kind: plural, uid: object.metadata.uid },
  };
}
