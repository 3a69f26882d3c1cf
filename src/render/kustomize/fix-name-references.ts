import { SillageError } from "../../errors/index.ts";
import { getList, getString } from "../../kube/index.ts";
import { isMutableRecord, type MutableRecord, scalarText } from "./json.ts";
import { nameReferences, type NameReference } from "./name-references.ts";
import { clusterScope, currentId, describeId, formerIds, type Identity, isSelectedBy, nameOf, namespaceOf, originalId, type Resource } from "./resource.ts";
import { type FoundField, visitField } from "./visit-field.ts";

/** A renamed object that others may refer to by one of its former names. */
interface Candidate {
  readonly resource: Resource;
  readonly current: Identity;
  readonly former: readonly Identity[];
}

interface Referrer {
  readonly resource: Resource;
  readonly current: Identity;
  /** Namespaces whose service accounts a RoleBinding names. */
  readonly subjectNamespaces: ReadonlySet<string>;
}

/**
 * Rewrites every known reference to an object that was renamed on the way. Looks candidates up by former name, so the cost is that of the
 * references. Throws `invalid` when a name could mean several objects.
 */
export function fixNameReferences(resources: readonly Resource[]): void {
  const candidates = resources.map((resource) => ({ resource, current: currentId(resource), former: formerIds(resource) }));
  const byFormerName = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    for (const name of new Set(candidate.former.map((id) => id.name))) byFormerName.set(name, [...(byFormerName.get(name) ?? []), candidate]);
  }
  if (byFormerName.size === 0) return;
  const scope = { byFormerName, byOriginalNamespace: Map.groupBy(candidates, originalNamespaceOf) };
  for (const resource of resources) {
    const original = originalId(resource);
    const references = referencesByKind.get(original.kind) ?? [];
    if (references.length === 0) continue;
    const referrer = { resource, current: currentId(resource), subjectNamespaces: subjectNamespacesOf(resource) };
    for (const reference of references) {
      if (!isSelectedBy(reference.referrer, original)) continue;
      visitField(resource.object, { path: reference.path }, (field) => fixField(field, { referrer, reference, scope }));
    }
  }
}

const referencesByKind = Map.groupBy(nameReferences, (reference) => reference.referrer.kind ?? "");

interface Scope {
  readonly byFormerName: ReadonlyMap<string, readonly Candidate[]>;
  readonly byOriginalNamespace: ReadonlyMap<string, readonly Candidate[]>;
}

interface Search {
  readonly referrer: Referrer;
  readonly reference: NameReference;
  readonly scope: Scope;
}

function fixField(field: FoundField, search: Search): void {
  const { value } = field;
  if (Array.isArray(value)) for (const [index, item] of value.entries()) fixField({ value: item, set: (next) => void (value[index] = next) }, search);
  else if (isMutableRecord(value)) fixReferenceMap(value, search);
  else if (value !== null && value !== undefined) {
    const found = selectTarget(scalarText(value), search, { candidates: (list) => list, isSame: (left, right) => nameOf(left) === nameOf(right) });
    if (found !== undefined) field.set(nameOf(found));
  }
}

/** A map names an object by `name` and, often, `namespace`; both follow. */
function fixReferenceMap(map: MutableRecord, search: Search): void {
  if (!Object.hasOwn(map, "name")) {
    throw new SillageError("invalid", `Field "${search.reference.path}" of ${describeId(search.referrer.current)} has no "name"`, { terminal: true });
  }
  const namespace = Object.hasOwn(map, "namespace") ? scalarText(map["namespace"]) : undefined;
  const found = selectTarget(scalarText(map["name"]), search, {
    candidates: (list) => (namespace === undefined ? list : inNamespace(list, namespace, search)),
    isSame: (left, right) => nameOf(left) === nameOf(right) && namespaceOf(left) === namespaceOf(right),
  });
  if (found === undefined) return;
  map["name"] = nameOf(found);
  if (namespaceOf(found) !== "") map["namespace"] = namespaceOf(found);
}

/** Objects that were written for the namespace, if there is any; otherwise those that are in it now. */
function inNamespace(list: readonly Candidate[], namespace: string, { scope, referrer }: Search): readonly Candidate[] {
  if (namespace === clusterScope) return [];
  const isOriginal = scope.byOriginalNamespace.get(namespace)?.some((candidate) => isVisible(candidate, referrer)) ?? false;
  return list.filter((candidate) => (isOriginal ? originalNamespaceOf(candidate) : candidate.current.namespace) === namespace);
}

function originalNamespaceOf({ former, current }: Candidate): string {
  return (former[0] ?? current).namespace;
}

interface Selection {
  candidates(list: readonly Candidate[]): readonly Candidate[];
  isSame(left: Resource, right: Resource): boolean;
}

function selectTarget(name: string, search: Search, selection: Selection): Resource | undefined {
  const { referrer, reference, scope } = search;
  const named = scope.byFormerName.get(name);
  if (named === undefined) return undefined;
  const roleRef = roleRefOf(referrer.resource, reference);
  const possible = selection
    .candidates(named.filter((candidate) => isVisible(candidate, referrer)))
    .filter(({ former }) => former.some((id) => isSelectedBy(reference.target, id)))
    .filter(({ former }) => roleRef === undefined || former.some((id) => isSelectedBy(roleRef, id)))
    .filter((candidate) => isInReach(candidate, referrer))
    .map((candidate) => candidate.resource);
  if (possible.length <= 1) return possible[0];
  const related = possible.filter((resource) => isSameContext(resource, referrer.resource, { emptyMatches: true }));
  const closest = related.length > 1 ? related.filter((resource) => isSameContext(resource, referrer.resource, { emptyMatches: false })) : related;
  const [first] = closest;
  if (first === undefined || closest.every((resource) => selection.isSame(resource, first))) return first;
  const found = closest.map((resource) => describeId(currentId(resource))).join(", ");
  throw new SillageError("invalid", `Reference "${name}" in ${describeId(referrer.current)} could mean several objects: ${found}`, {
    terminal: true,
    reason: "AmbiguousReference",
  });
}

/** What a referrer may name at all: cluster-scoped objects, those of its namespace, and for a RoleBinding those of its subjects. */
function isVisible({ resource, current }: Candidate, referrer: Referrer): boolean {
  const { namespace } = referrer.current;
  return namespace === clusterScope || current.namespace === clusterScope || current.namespace === namespace || referrer.subjectNamespaces.has(namespaceOf(resource));
}

function isInReach({ current }: Candidate, referrer: Referrer): boolean {
  const { namespace } = referrer.current;
  return namespace === clusterScope || current.namespace === clusterScope || current.kind === "ServiceAccount" || current.namespace === namespace;
}

function subjectNamespacesOf(resource: Resource): ReadonlySet<string> {
  if (getString(resource.object, "kind") !== "RoleBinding") return new Set();
  const accounts = getList(resource.object, "subjects").filter((subject) => getString(subject, "kind") === "ServiceAccount");
  return new Set(accounts.flatMap((account) => getString(account, "namespace") ?? []));
}

/** A role reference says itself which kind it means. */
function roleRefOf({ object }: Resource, { path }: NameReference): { readonly group: string; readonly kind: string } | undefined {
  const group = getString(object, "roleRef", "apiGroup");
  const kind = getString(object, "roleRef", "kind");
  return path !== "roleRef/name" || group === undefined || kind === undefined ? undefined : { group, kind };
}

/** Whether two objects went through the same layers, going by the prefixes and suffixes they got. */
function isSameContext(left: Resource, right: Resource, { emptyMatches }: { readonly emptyMatches: boolean }): boolean {
  return (["prefixes", "suffixes"] as const).every((side) => {
    if (emptyMatches && (left[side].length === 0 || right[side].length === 0)) return true;
    return endsAlike(left[side], right[side]);
  });
}

function endsAlike(left: readonly string[], right: readonly string[]): boolean {
  const shared = Math.min(left.length, right.length);
  if (shared === 0) return left.length === right.length;
  return left.slice(-shared).every((value, index) => value === right.at(index - shared));
}
