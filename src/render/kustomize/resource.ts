import { parseApiVersion, getString, type GroupVersionKind } from "../../kube/index.ts";
import type { Origin } from "../view/index.ts";
import { ensureRecord, type MutableRecord } from "./json.ts";
import { isClusterScoped } from "./known-kinds.ts";
import type { SharedEntry } from "./shared-entries.ts";

/** What an object was called before a transformer renamed it. The namespace is the effective one. */
interface FormerName {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/** One object on its way through the layers, with what is needed to repair references to it at the end. */
export interface Resource {
  object: MutableRecord;
  /** All earlier names, oldest first. */
  formerNames: readonly FormerName[];
  prefixes: readonly string[];
  suffixes: readonly string[];
  /** A hash of the content is appended to the name at the end. */
  needsHash: boolean;
  shared: readonly SharedEntry[];
  readonly origin: Origin;
}

/** A name as matching sees it: objects without a namespace are in `default`, cluster-scoped ones in none. */
export interface Identity extends GroupVersionKind {
  readonly name: string;
  readonly namespace: string;
}

/** Stands for the namespace of what has none; no namespace can be called so. */
export const clusterScope = "_non_namespaceable_";

export function createResource(object: MutableRecord, origin: Origin): Resource {
  return { object, formerNames: [], prefixes: [], suffixes: [], needsHash: false, shared: [], origin };
}

export function gvkOfObject(object: Readonly<Record<string, unknown>>): GroupVersionKind {
  return { ...parseApiVersion(getString(object, "apiVersion") ?? ""), kind: getString(object, "kind") ?? "" };
}

export function nameOf(resource: Resource): string {
  return getString(resource.object, "metadata", "name") ?? "";
}

/** The namespace as written, "" when it is not. */
export function namespaceOf(resource: Resource): string {
  return getString(resource.object, "metadata", "namespace") ?? "";
}

export function setName(resource: Resource, name: string): void {
  ensureRecord(resource.object, "metadata")["name"] = name;
}

export function currentId(resource: Resource): Identity {
  return identify(resource.object);
}

export function identify(object: Readonly<Record<string, unknown>>): Identity {
  const gvk = gvkOfObject(object);
  const namespace = getString(object, "metadata", "namespace") ?? "";
  return { ...gvk, name: getString(object, "metadata", "name") ?? "", namespace: isClusterScoped(object) ? clusterScope : namespace || "default" };
}

/** All earlier identities, oldest first. */
export function formerIds(resource: Resource): Identity[] {
  const { group, version } = gvkOfObject(resource.object);
  return resource.formerNames.map((former) => ({ group, version, ...former }));
}

/** The identity it had when it was read. */
export function originalId(resource: Resource): Identity {
  return formerIds(resource)[0] ?? currentId(resource);
}

/** To be called before anything that may change the kind, name or namespace. */
export function rememberId(resource: Resource): void {
  const { kind, name, namespace } = currentId(resource);
  resource.formerNames = [...resource.formerNames, { kind, name, namespace }];
}

export function idKey(id: Identity): string {
  return `${id.group}/${id.version}/${id.kind}/${id.namespace}/${id.name}`;
}

export function describeId(id: Identity): string {
  return `${id.kind} "${id.namespace === clusterScope ? id.name : `${id.namespace}/${id.name}`}"`;
}

export interface GvkFilter {
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
}

/** Whether the parts that the filter names are equal. */
export function isSelectedBy(filter: GvkFilter, gvk: GroupVersionKind): boolean {
  return (
    (filter.group === undefined || filter.group === gvk.group) &&
    (filter.version === undefined || filter.version === gvk.version) &&
    (filter.kind === undefined || filter.kind === gvk.kind)
  );
}
