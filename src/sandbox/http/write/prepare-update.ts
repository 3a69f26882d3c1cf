import type { KubeObject, ObjectMeta } from "../../../kube/index.ts";
import { type Resource, hasSubresource } from "../catalog/resource.ts";
import { equalJson } from "./equal-json.ts";

/**
 * The update a caller may make: what belongs to the server or to another subresource is taken from the live object, and a change of the desired
 * state counts one generation.
 */
export function prepareUpdate(resource: Resource, objects: { readonly live: KubeObject; readonly next: KubeObject; readonly subresource: string }): KubeObject {
  const { live, next, subresource } = objects;
  const scoped = subresource === "status" ? keepAllButStatus(resource, live, next) : subresource === "finalize" ? next : keepStatus(resource, live, next);
  const prepared = { ...scoped, metadata: keepServerMetadata(live.metadata, scoped.metadata) };
  if (!resource.generation || equalJson(desiredState(resource, live), desiredState(resource, prepared))) return prepared;
  return { ...prepared, metadata: { ...prepared.metadata, generation: (live.metadata.generation ?? 0) + 1 } };
}

function keepServerMetadata(live: ObjectMeta, next: ObjectMeta): ObjectMeta {
  const { generation: _1, deletionTimestamp: _2, deletionGracePeriodSeconds: _3, uid: _4, creationTimestamp: _5, ...free } = next;
  const kept = (["uid", "creationTimestamp", "generation", "deletionTimestamp", "deletionGracePeriodSeconds", "resourceVersion"] as const).filter(
    (name) => live[name] !== undefined,
  );
  return dropEmpty({ ...free, ...Object.fromEntries(kept.map((name) => [name, live[name]])) });
}

/** Empty labels, annotations and lists are not stored. */
function dropEmpty(metadata: ObjectMeta): ObjectMeta {
  const empty = (["labels", "annotations", "finalizers", "ownerReferences", "managedFields"] as const).filter((name) => {
    const value = metadata[name];
    return value === null || (value !== undefined && Object.keys(value).length === 0);
  });
  if (empty.length === 0) return metadata;
  return Object.fromEntries(Object.entries(metadata).filter(([name]) => !empty.some((one) => one === name)));
}

function keepStatus(resource: Resource, live: KubeObject, next: KubeObject): KubeObject {
  if (!hasSubresource(resource, "status")) return next;
  const { status: _, ...rest } = next;
  return "status" in live
    ? { ...rest, apiVersion: next.apiVersion, kind: next.kind, metadata: next.metadata, status: live["status"] }
    : { ...rest, apiVersion: next.apiVersion, kind: next.kind, metadata: next.metadata };
}

/** A status write may touch labels and annotations of built-in kinds, but not those of custom resources, and not the labels of Deployments. */
function keepAllButStatus(resource: Resource, live: KubeObject, next: KubeObject): KubeObject {
  const { status: _, ...rest } = live;
  const metadata =
    resource.custom === undefined ? next.metadata : { ...live.metadata, ...(next.metadata.managedFields === undefined ? {} : { managedFields: next.metadata.managedFields }) };
  const labelled = resource.storeName === "apps/deployments" ? { ...metadata, labels: live.metadata.labels ?? {} } : metadata;
  return { ...rest, apiVersion: next.apiVersion, kind: next.kind, metadata: labelled, ...("status" in next ? { status: next["status"] } : {}) };
}

/** Everything but metadata and status; a custom resource without a status subresource has no status to leave out. */
function desiredState(resource: Resource, object: KubeObject): unknown {
  const { metadata: _1, status, apiVersion: _2, kind: _3, ...rest } = object;
  return resource.custom !== undefined && !hasSubresource(resource, "status") ? { ...rest, status } : rest;
}
