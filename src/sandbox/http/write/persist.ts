import type { KubeObject } from "../../../kube/index.ts";
import { type StoredObject, serializeObject } from "../../store/index.ts";
import { type Call, keyOfCall } from "../call.ts";
import { type Resource, apiVersionOf } from "../catalog/resource.ts";
import { alreadyExists } from "../status-error.ts";
import type { Renderable } from "../read/rendering.ts";
import { transientObject } from "../read/respond.ts";
import { equalJson } from "./equal-json.ts";

/** Stores the new object; 409 when one of that name exists. A dry run stores nothing. */
export function persistNew(call: Call, object: KubeObject, dryRun: boolean): Renderable {
  const { store } = call.cluster;
  const name = object.metadata.name ?? "";
  if (store.get({ ...keyOfCall(call), name }) !== undefined) throw alreadyExists(call.resource, name);
  return dryRun ? transientObject(object) : store.put(call.resource.storeName, toStored(call.resource, object));
}

/** Stores the update, or removes the object when its last finalizer went. An update that changes nothing keeps the revision. */
export function persistUpdate(call: Call, objects: { readonly live: StoredObject; readonly next: KubeObject }, dryRun: boolean): Renderable {
  const { live } = objects;
  const next = toStored(call.resource, objects.next);
  const { store } = call.cluster;
  if (isFinished(next)) return dryRun ? serializeObject(next, live.revision) : (store.delete(keyOfCall(call), next) ?? live);
  if (isSame(live.object, next)) return live;
  return dryRun ? serializeObject(next, live.revision) : store.put(call.resource.storeName, next);
}

/** Deleted, and nobody has anything left to do. */
function isFinished(object: KubeObject): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, finalizers = [] } = object.metadata;
  const spec = object["spec"];
  const holdsNamespace =
    object.kind === "Namespace" && typeof spec === "object" && spec !== null && "finalizers" in spec && Array.isArray(spec.finalizers) && spec.finalizers.length > 0;
  return deletionTimestamp !== undefined && deletionGracePeriodSeconds === 0 && finalizers.length === 0 && !holdsNamespace;
}

/** Equal but for the times of managed fields: those alone are no change. */
function isSame(live: KubeObject, next: KubeObject): boolean {
  return equalJson(withoutTimes(live), withoutTimes(next));
}

function withoutTimes(object: KubeObject): unknown {
  const managedFields = object.metadata.managedFields?.map((entry) => ({ ...entry, time: "" }));
  return { ...object, metadata: { ...object.metadata, managedFields } };
}

/** The object in the version it is stored in. */
function toStored(resource: Resource, object: KubeObject): KubeObject {
  const version = resource.custom?.storageVersion ?? resource.version;
  return version === resource.version ? object : { ...object, apiVersion: apiVersionOf({ group: resource.group, version }) };
}
