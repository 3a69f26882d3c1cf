import type { KubeObject } from "../../kube/index.ts";
import { buildEmptyObject } from "./empty-object.ts";
import { deepDifference, difference, emptySet, isEmpty, setOfFields, union } from "./field-set.ts";
import { type Manager, type Managers, decodeManagers, isReset, managerId, putManager, withManagers } from "./managers.ts";
import { type SchemaLookup, assessChange, reconcileManagers, takeFields } from "./merge-managers.ts";

/** A write other than apply, and who makes it. */
export interface UpdateRequest {
  /** The stored object; undefined when this write creates it. */
  readonly before: KubeObject | undefined;
  readonly after: KubeObject;
  readonly manager: string;
  /** "" for the main resource. */
  readonly subresource: string;
  readonly schemas: SchemaLookup;
  /** Fields this endpoint does not store. */
  readonly resetFields: readonly (readonly string[])[];
  /** RFC 3339. */
  readonly now: string;
}

/** Fields that are nobody's. */
export const unownedFields = setOfFields([
  ["apiVersion"],
  ["kind"],
  ["metadata"],
  ["metadata", "name"],
  ["metadata", "namespace"],
  ["metadata", "creationTimestamp"],
  ["metadata", "selfLink"],
  ["metadata", "uid"],
  ["metadata", "generation"],
  ["metadata", "managedFields"],
  ["metadata", "resourceVersion"],
]);

const maximumUpdaters = 10;

/**
 * `after` with managedFields that say who changed what: changed fields go to this manager and are taken from all others. The caller passes the object as
 * it will be stored, defaults included. An object that nobody tracks (its managedFields were reset) stays untracked until it is applied.
 */
export function trackUpdate(request: UpdateRequest): KubeObject {
  const managers = currentManagers(request);
  if (managers.size === 0 && request.before !== undefined) return withManagers(request.after, managers);
  return withManagers(request.after, capUpdaters(addUpdate(managers, request)));
}

function currentManagers({ before, after, subresource }: UpdateRequest): Managers {
  const live = decodeManagers(before?.metadata.managedFields) ?? new Map<string, Manager>();
  if (subresource !== "") return live;
  if (isReset(after)) return new Map();
  const sent = decodeManagers(after.metadata.managedFields);
  return sent === undefined || sent.size === 0 ? live : sent;
}

/** The managers after an update, without the limit on their number. */
export function addUpdate(managers: Managers, { before, after, manager, subresource, schemas, resetFields, now }: UpdateRequest): Managers {
  const { apiVersion } = after;
  const identity = { name: manager === "" ? "unknown" : manager, operation: "Update" as const, apiVersion, subresource };
  const ignored = setOfFields(resetFields);
  const change = {
    before: before === undefined ? { ...buildEmptyObject(schemas(apiVersion)), apiVersion, kind: after.kind } : withoutManagers(before),
    after: withoutManagers(after),
    apiVersion,
    writer: "",
    schemas,
    ignored,
  };
  const outcome = assessChange(reconcileManagers(managers, schemas), change);
  const others = takeFields(outcome);
  const changed = deepDifference(union(outcome.comparison.modified, outcome.comparison.added), ignored);
  const fields = difference(changed, unownedFields);
  if (isEmpty(fields)) return others;
  return putManager(others, { ...identity, time: now, fields: union(fields, others.get(managerId(identity))?.fields ?? emptySet) });
}

function withoutManagers(object: KubeObject): KubeObject {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** More than ten updaters are not told apart: the oldest of each version become one. */
function capUpdaters(managers: Managers): Managers {
  const updaters = [...managers].filter(([, manager]) => manager.operation === "Update").toSorted(([, left], [, right]) => ((left.time ?? "") < (right.time ?? "") ? -1 : 1));
  const result = new Map(managers);
  const first = new Map<string, readonly [string, Manager]>();
  let excess = updaters.length - maximumUpdaters;
  for (const [id, manager] of updaters) {
    if (excess <= 0) break;
    const older = first.get(manager.apiVersion);
    if (older === undefined) {
      first.set(manager.apiVersion, [id, manager]);
      continue;
    }
    const ancient: Manager = { ...manager, name: "ancient-changes", subresource: "", fields: union(older[1].fields, manager.fields) };
    result.delete(older[0]);
    result.delete(id);
    result.set(managerId(ancient), ancient);
    first.set(manager.apiVersion, [managerId(ancient), ancient]);
    excess--;
  }
  return result;
}
