import type { ManagedFieldsEntry } from "../../kube/index.ts";
import { difference, hasPath, isEmpty, setOfFields } from "./field-set.ts";
import { type Manager, type Managers, decodeManagers, encodeManagers } from "./managers.ts";
import { fieldElement } from "./path-element.ts";

/** Where a resource's versions keep their replica count: apiVersion → path, such as `["spec", "replicas"]`. */
export type ReplicasPaths = Readonly<Record<string, readonly string[] | undefined>>;

const scaleVersion = "autoscaling/v1";
const scaleReplicas = ["spec", "replicas"];

/** The managedFields of a Scale: who owns the replica count of its object owns that of the Scale. */
export function managersForScale(entries: readonly ManagedFieldsEntry[], paths: ReplicasPaths): readonly ManagedFieldsEntry[] {
  const scale = new Map<string, Manager>();
  for (const [id, manager] of decode(entries)) {
    const path = paths[manager.apiVersion];
    if (path !== undefined && hasPath(manager.fields, path.map(fieldElement))) scale.set(id, { ...manager, apiVersion: scaleVersion, fields: setOfFields([scaleReplicas]) });
  }
  return encodeManagers(scale);
}

export interface ScaleWrite {
  /** The managedFields of the object the Scale belongs to, before the write. */
  readonly parent: readonly ManagedFieldsEntry[];
  /** The managedFields of the Scale after it. */
  readonly scale: readonly ManagedFieldsEntry[];
  readonly apiVersion: string;
  readonly paths: ReplicasPaths;
}

/** The managedFields of the object after a write to its Scale: whoever lost the Scale's replica count loses the object's. */
export function managersFromScale({ parent, scale, apiVersion, paths }: ScaleWrite): readonly ManagedFieldsEntry[] {
  const owners = new Map([...decode(scale)].map(([, manager]) => [scaleKey(manager), manager]));
  const result = new Map<string, Manager>();
  for (const [id, manager] of decode(parent)) {
    const path = paths[manager.apiVersion];
    if (!(manager.apiVersion in paths)) continue;
    const owned = path !== undefined && hasPath(manager.fields, path.map(fieldElement));
    const kept = owned && !owners.delete(scaleKey(manager)) ? difference(manager.fields, setOfFields([path])) : manager.fields;
    if (!isEmpty(kept)) result.set(id, { ...manager, fields: kept });
  }
  const path = paths[apiVersion];
  for (const [key, manager] of owners) {
    if (path !== undefined && hasPath(manager.fields, scaleReplicas.map(fieldElement))) result.set(key, { ...manager, apiVersion, fields: setOfFields([path]) });
  }
  return encodeManagers(result);
}

/** An entry that has passed through a Scale has another version, but is still the same manager's. */
function scaleKey({ name, operation, subresource }: Manager): string {
  return JSON.stringify([name, operation, subresource]);
}

function decode(entries: readonly ManagedFieldsEntry[]): Managers {
  return decodeManagers(entries) ?? new Map<string, Manager>();
}
