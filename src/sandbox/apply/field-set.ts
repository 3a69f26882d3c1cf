import { type JsonObject, isRecord } from "../../kube/index.ts";
import type { SchemaNode } from "../../kube/schema/index.ts";
import { type FieldPath, type PathElement, compareElements, fieldElement, parseElement } from "./path-element.ts";

/** A set of field paths as a tree. A node's members are paths that end there; a child set is never empty. Never changed once built. */
export interface FieldSet {
  readonly members: ReadonlySet<PathElement>;
  readonly children: ReadonlyMap<PathElement, FieldSet>;
}

export const emptySet: FieldSet = { members: new Set(), children: new Map() };

/** Collects paths one by one. */
export interface FieldSetBuilder extends FieldSet {
  readonly members: Set<PathElement>;
  readonly children: Map<PathElement, FieldSetBuilder>;
}

export function createBuilder(): FieldSetBuilder {
  return { members: new Set(), children: new Map() };
}

/** The empty path stands for the whole object, which nobody owns. */
export function insertPath(set: FieldSetBuilder, path: FieldPath): void {
  const last = path.at(-1);
  if (last === undefined) return;
  let node = set;
  for (const element of path.slice(0, -1)) {
    let child = node.children.get(element);
    if (child === undefined) node.children.set(element, (child = createBuilder()));
    node = child;
  }
  node.members.add(last);
}

/** A set of plain field names: `[["metadata", "labels"]]`. */
export function setOfFields(paths: readonly (readonly string[])[]): FieldSet {
  const set = createBuilder();
  for (const path of paths) insertPath(set, path.map(fieldElement));
  return set;
}

export function isEmpty(set: FieldSet): boolean {
  return set.members.size === 0 && set.children.size === 0;
}

export function hasPath(set: FieldSet, path: FieldPath): boolean {
  const [first, ...rest] = path;
  if (first === undefined) return false;
  if (rest.length === 0) return set.members.has(first);
  const child = set.children.get(first);
  return child !== undefined && hasPath(child, rest);
}

/** All paths of the set in order; what ends at a node comes before what goes on below it. */
export function pathsOf(set: FieldSet, prefix: FieldPath = []): readonly FieldPath[] {
  const members = [...set.members].toSorted(compareElements).map((member) => [...prefix, member]);
  const children = [...set.children].toSorted(([left], [right]) => compareElements(left, right));
  return [...members, ...children.flatMap(([element, child]) => pathsOf(child, [...prefix, element]))];
}

export function union(left: FieldSet, right: FieldSet): FieldSet {
  if (isEmpty(left)) return right;
  if (isEmpty(right)) return left;
  const children = new Map(left.children);
  for (const [element, child] of right.children) children.set(element, union(children.get(element) ?? emptySet, child));
  return { members: left.members.union(right.members), children };
}

export function intersection(left: FieldSet, right: FieldSet): FieldSet {
  return mapChildren(left, left.members.intersection(right.members), (element, child) => {
    const other = right.children.get(element);
    return other === undefined ? emptySet : intersection(child, other);
  });
}

/** Paths of `left` that are not in `right`; a parent in `right` does not take its children along. */
export function difference(left: FieldSet, right: FieldSet): FieldSet {
  return mapChildren(left, left.members.difference(right.members), (element, child) => {
    const other = right.children.get(element);
    return other === undefined ? child : difference(child, other);
  });
}

/** Paths of `left` that are neither in `right` nor below one that is. */
export function deepDifference(left: FieldSet, right: FieldSet): FieldSet {
  return mapChildren(left, left.members.difference(right.members), (element, child) => {
    if (right.members.has(element)) return emptySet;
    const other = right.children.get(element);
    return other === undefined ? child : deepDifference(child, other);
  });
}

/** The set with every declared struct field on the way to a path as a member of its own. */
export function withNamedFields(set: FieldSet, schema: SchemaNode | undefined): FieldSet {
  const named = [...set.children.keys()].filter((element) => schema?.kind === "struct" && schema.fields.has(element.slice(2)) && element.startsWith("f:"));
  return mapChildren(set, set.members.union(new Set(named)), (element, child) => withNamedFields(child, descend(schema, element)));
}

/** The set after parts of the schema have become atomic: what was owned below them is owned as one. */
export function followSchema(set: FieldSet, schema: SchemaNode): FieldSet {
  const atomic = [...set.children.keys()].filter((element) => isAtomic(descend(schema, element)));
  return mapChildren(set, set.members.union(new Set(atomic)), (element, child) => {
    const node = descend(schema, element);
    return node === undefined ? child : isAtomic(node) ? emptySet : followSchema(child, node);
  });
}

function isAtomic(node: SchemaNode | undefined): boolean {
  if (node?.kind === "list") return node.type === "atomic";
  return (node?.kind === "struct" || node?.kind === "map") && node.atomic;
}

function descend(schema: SchemaNode | undefined, element: PathElement): SchemaNode | undefined {
  if (element.startsWith("f:") && schema?.kind === "struct") return schema.fields.get(element.slice(2))?.schema ?? schema.additional;
  if (element.startsWith("f:") && schema?.kind === "map") return schema.values;
  return element.startsWith("k:") && schema?.kind === "list" ? schema.items : undefined;
}

function mapChildren(set: FieldSet, members: ReadonlySet<PathElement>, change: (element: PathElement, child: FieldSet) => FieldSet): FieldSet {
  const children = new Map<PathElement, FieldSet>();
  for (const [element, child] of set.children) {
    const changed = change(element, child);
    if (!isEmpty(changed)) children.set(element, changed);
  }
  return { members, children };
}

/** As FieldsV1: a leaf is `{}`; a member that has children says so with `.`. */
export function encodeFields(set: FieldSet): JsonObject {
  const elements = [...set.members.union(new Set(set.children.keys()))].toSorted(compareElements);
  const entries = elements.map((element): [string, JsonObject] => {
    const child = set.children.get(element);
    if (child === undefined) return [element, {}];
    return [element, set.members.has(element) ? { ".": {}, ...encodeFields(child) } : encodeFields(child)];
  });
  return Object.fromEntries(entries);
}

/** Reads FieldsV1; elements of unknown kinds are dropped. */
export function decodeFields(fields: unknown): FieldSet {
  const members = new Set<PathElement>();
  const children = new Map<PathElement, FieldSet>();
  for (const [text, value] of Object.entries(isRecord(fields) ? fields : {})) {
    const element = parseElement(text);
    if (element === undefined || !isRecord(value)) continue;
    const child = decodeFields(value);
    if ("." in value || Object.keys(value).length === 0) members.add(element);
    if (!isEmpty(child)) children.set(element, child);
  }
  return { members, children };
}
