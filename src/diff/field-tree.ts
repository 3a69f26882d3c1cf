import { isRecord, type JsonObject, type KubeObject, type ManagedFieldsEntry } from "../kube/index.ts";

/** Whose fields count as ours. */
export interface Owners {
  /** Our own server-side apply manager. */
  readonly manager: string;
  /** Managers of other tools whose fields we take over. */
  readonly predecessors: readonly string[];
}

/** The fields of a live object that we or a predecessor set, as a FieldsV1 tree; `undefined` when there are none. */
export function getOwnedFields(live: KubeObject, owners: Owners): JsonObject | undefined {
  const entries = (live.metadata.managedFields ?? []).filter((entry) => entry.apiVersion === live.apiVersion && (isOurs(entry, owners) || isPredecessor(entry, owners)));
  return entries.map((entry) => entry.fieldsV1).reduce<JsonObject | undefined>((merged, tree) => (merged === undefined ? tree : mergeTrees(merged, tree)), undefined);
}

export function isOurs(entry: ManagedFieldsEntry, { manager }: Owners): boolean {
  return entry.manager === manager && entry.operation === "Apply" && (entry.subresource ?? "") === "";
}

export function isPredecessor(entry: ManagedFieldsEntry, { predecessors }: Owners): boolean {
  return predecessors.includes(entry.manager) && (entry.subresource ?? "") === "";
}

/** The union of two FieldsV1 trees. */
export function mergeTrees(a: JsonObject, b: JsonObject): JsonObject {
  const merged: Record<string, JsonObject> = {};
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    merged[key] = mergeTrees(childOf(a, key) ?? {}, childOf(b, key) ?? {});
  }
  return merged;
}

export function childOf(tree: JsonObject, key: string): JsonObject | undefined {
  const child = tree[key];
  return isTree(child) ? child : undefined;
}

function isTree(value: unknown): value is JsonObject {
  return isRecord(value);
}
