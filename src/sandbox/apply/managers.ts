import { type KubeObject, type ManagedFieldsEntry, getList, getString, isRecord } from "../../kube/index.ts";
import { type FieldSet, decodeFields, encodeFields, isEmpty } from "./field-set.ts";

/** Who owns which fields, by manager id. */
export type Managers = ReadonlyMap<string, Manager>;

/** One entry of managedFields, read. */
export interface Manager {
  readonly name: string;
  readonly operation: "Apply" | "Update";
  readonly apiVersion: string;
  /** "" for the main resource. */
  readonly subresource: string;
  /** RFC 3339; absent while the manager has changed nothing. */
  readonly time?: string;
  readonly fields: FieldSet;
}

/** Two entries of one id are one manager: an applier keeps its id when it changes to another version, an updater does not. */
export function managerId({ name, operation, apiVersion, subresource }: Omit<Manager, "fields" | "time">): string {
  return JSON.stringify([name, operation, operation === "Update" ? apiVersion : "", subresource]);
}

/** Reads managedFields; undefined when they are not well-formed. */
export function decodeManagers(entries: unknown): Managers | undefined {
  const managers = (Array.isArray(entries) ? entries : []).map(decodeManager);
  if (!managers.every((manager) => manager !== undefined)) return undefined;
  return new Map(managers.map((manager) => [managerId(manager), manager]));
}

function decodeManager(entry: unknown): Manager | undefined {
  const operation = getString(entry, "operation");
  const apiVersion = getString(entry, "apiVersion");
  if (!isRecord(entry) || (operation !== "Apply" && operation !== "Update") || apiVersion === undefined) return undefined;
  if (getString(entry, "fieldsType") !== "FieldsV1") return undefined;
  const time = getString(entry, "time");
  return {
    name: getString(entry, "manager") ?? "",
    operation,
    apiVersion,
    subresource: getString(entry, "subresource") ?? "",
    ...(time === undefined ? {} : { time }),
    fields: decodeFields(entry["fieldsV1"]),
  };
}

export function encodeManagers(managers: Managers): readonly ManagedFieldsEntry[] {
  return [...managers.values()].toSorted(compareManagers).map(({ name, operation, apiVersion, subresource, time, fields }) => ({
    manager: name,
    operation,
    apiVersion,
    ...(time === undefined ? {} : { time }),
    fieldsType: "FieldsV1",
    fieldsV1: encodeFields(fields),
    ...(subresource === "" ? {} : { subresource }),
  }));
}

function compareManagers(left: Manager, right: Manager): number {
  const keys = (manager: Manager): readonly string[] => [manager.operation, manager.time ?? "", manager.name, manager.apiVersion, manager.subresource];
  const [ours, theirs] = [keys(left), keys(right)];
  const at = ours.findIndex((key, index) => key !== theirs[index]);
  return at < 0 ? 0 : (ours[at] ?? "") < (theirs[at] ?? "") ? -1 : 1;
}

/** The object with these managers, and without the field when there are none. */
export function withManagers(object: KubeObject, managers: Managers): KubeObject {
  const { managedFields: _, ...metadata } = object.metadata;
  const entries = encodeManagers(managers);
  return { ...object, metadata: entries.length === 0 ? metadata : { ...metadata, managedFields: entries } };
}

/** A write of `managedFields: []` or `[{}]`, which makes the server forget all owners. */
export function isReset(object: KubeObject): boolean {
  const entries = getList(object, "metadata", "managedFields");
  if (object.metadata.managedFields === undefined || object.metadata.managedFields === null) return false;
  return entries.length === 0 || (entries.length === 1 && isRecord(entries[0]) && Object.keys(entries[0]).length === 0);
}

/** The managers with one changed, or dropped when it owns nothing. */
export function putManager(managers: Managers, manager: Manager): Managers {
  const result = new Map(managers);
  if (isEmpty(manager.fields)) result.delete(managerId(manager));
  else result.set(managerId(manager), manager);
  return result;
}
