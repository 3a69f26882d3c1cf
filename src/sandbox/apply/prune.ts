import type { SchemaNode } from "../../kube/schema/index.ts";
import { computeFieldSet } from "./compute-field-set.ts";
import { type FieldSet, difference, emptySet, intersection, isEmpty, union, withNamedFields } from "./field-set.ts";
import type { Managers } from "./managers.ts";
import type { SchemaLookup } from "./merge-managers.ts";
import { removePaths } from "./remove-paths.ts";

export interface Pruning {
  /** What the applier owned before, and at which version. */
  readonly last: { readonly fields: FieldSet; readonly apiVersion: string } | undefined;
  /** All managers, the applier already with its new fields. */
  readonly managers: Managers;
  readonly schemas: SchemaLookup;
}

/** Removes from the merged object what the applier owned, no longer applies, and nobody else owns. */
export function prune(merged: unknown, { last, managers, schemas }: Pruning): unknown {
  const schema = last === undefined ? undefined : schemas(last.apiVersion);
  if (last === undefined || schema === undefined) return merged;
  const owners = ownedByVersion(managers, last.apiVersion);
  if (isEmpty(difference(last.fields, owners.get(last.apiVersion) ?? emptySet))) return merged;
  const lastFields = withNamedFields(last.fields, schema);
  let pruned = removePaths(merged, lastFields, schema);
  for (const [apiVersion, owned] of owners) {
    const versionSchema = schemas(apiVersion);
    if (versionSchema !== undefined) pruned = keepOwned(merged, { pruned, owned, schema: versionSchema });
  }
  const gone = difference(namedFields(merged, schema), namedFields(pruned, schema));
  return removePaths(merged, intersection(gone, lastFields), schema);
}

/** What anybody owns at each version, the given version first. */
function ownedByVersion(managers: Managers, first: string): ReadonlyMap<string, FieldSet> {
  const owned = new Map<string, FieldSet>([[first, emptySet]]);
  for (const { apiVersion, fields } of managers.values()) owned.set(apiVersion, union(owned.get(apiVersion) ?? emptySet, fields));
  return owned;
}

function keepOwned(merged: unknown, { pruned, owned, schema }: { readonly pruned: unknown; readonly owned: FieldSet; readonly schema: SchemaNode }): unknown {
  const kept = union(namedFields(pruned, schema), withNamedFields(owned, schema));
  return removePaths(merged, difference(namedFields(merged, schema), kept), schema);
}

function namedFields(value: unknown, schema: SchemaNode): FieldSet {
  return withNamedFields(computeFieldSet(value, schema), schema);
}
