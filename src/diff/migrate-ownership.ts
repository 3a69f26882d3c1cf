import type { KubeObject, ManagedFieldsEntry } from "../kube/index.ts";
import { isOurs, isPredecessor, mergeTrees, type Owners } from "./field-tree.ts";

/**
 * The managedFields of a live object once everything its predecessors set belongs to us, so that a later apply removes what is no longer declared.
 * `undefined` when there is nothing to take over.
 */
export function migrateOwnership(live: KubeObject, owners: Owners): readonly ManagedFieldsEntry[] | undefined {
  const entries = live.metadata.managedFields ?? [];
  const taken = entries.filter((entry) => isPredecessor(entry, owners) && entry.apiVersion === live.apiVersion);
  const [first] = taken;
  if (first === undefined) return undefined;
  const own = entries.find((entry) => isOurs(entry, owners) && entry.apiVersion === live.apiVersion);
  const fieldsV1 = [own, ...taken].flatMap((entry) => (entry === undefined ? [] : [entry.fieldsV1])).reduce(mergeTrees);
  const { time } = own ?? first;
  const migrated: ManagedFieldsEntry = {
    manager: owners.manager,
    operation: "Apply",
    apiVersion: live.apiVersion,
    ...(time === undefined ? {} : { time }),
    fieldsType: "FieldsV1",
    fieldsV1,
  };
  return [...entries.filter((entry) => entry !== own && !taken.includes(entry)), migrated];
}
