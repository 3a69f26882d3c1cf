import type { SchemaNode } from "../../kube/schema/index.ts";
import { type Comparison, compareValues, ignoreFields } from "./compare-values.ts";
import { type FieldSet, difference, followSchema, intersection, isEmpty, union } from "./field-set.ts";
import type { Manager, Managers } from "./managers.ts";
import type { FieldPath } from "./path-element.ts";

/** The schema of a kind at an apiVersion; undefined when it is not served (any more). */
export type SchemaLookup = (apiVersion: string) => SchemaNode | undefined;

/** A field that somebody else owns and this write would change. */
export interface Conflict {
  readonly manager: Manager;
  readonly path: FieldPath;
}

export interface Change {
  readonly before: unknown;
  readonly after: unknown;
  readonly apiVersion: string;
  /** The manager that makes the change. */
  readonly writer: string;
  readonly schemas: SchemaLookup;
  /** Fields the endpoint does not store, such as `status` on the main resource. */
  readonly ignored: FieldSet;
}

export interface ChangeOutcome {
  /** The writer's own comparison. */
  readonly comparison: Comparison;
  readonly conflicts: ReadonlyMap<string, FieldSet>;
  /** Managers of versions that are still served. */
  readonly known: Managers;
  readonly removed: ReadonlyMap<string, FieldSet>;
}

/** What a change takes from whom. */
export function assessChange(managers: Managers, change: Change): ChangeOutcome {
  const comparisons = new Map<string, Comparison | undefined>();
  const compareAt = (apiVersion: string): Comparison | undefined => {
    if (!comparisons.has(apiVersion)) comparisons.set(apiVersion, compare(apiVersion, change));
    return comparisons.get(apiVersion);
  };
  const known = new Map<string, Manager>();
  const conflicts = new Map<string, FieldSet>();
  const removed = new Map<string, FieldSet>();
  for (const [id, manager] of managers) {
    const comparison = compareAt(manager.apiVersion);
    if (comparison === undefined && id !== change.writer) continue;
    known.set(id, manager);
    if (comparison === undefined || id === change.writer) continue;
    const taken = intersection(manager.fields, union(comparison.modified, comparison.added));
    if (!isEmpty(taken)) conflicts.set(id, taken);
    if (!isEmpty(comparison.removed)) removed.set(id, comparison.removed);
  }
  const comparison = compareAt(change.apiVersion) ?? compareValues(undefined, undefined, { kind: "any" });
  return { comparison, conflicts, known, removed };
}

function compare(apiVersion: string, { before, after, schemas, ignored }: Change): Comparison | undefined {
  const schema = schemas(apiVersion);
  return schema === undefined ? undefined : ignoreFields(compareValues(before, after, schema), ignored);
}

/** The managers after the change: what was taken or removed is gone from all others, and so is who owns nothing any more. */
export function takeFields({ known, conflicts, removed }: ChangeOutcome): Managers {
  const result = new Map<string, Manager>();
  for (const [id, manager] of known) {
    const lost = [conflicts.get(id), removed.get(id)].filter((set) => set !== undefined);
    const fields = lost.reduce(difference, manager.fields);
    if (!isEmpty(fields)) result.set(id, lost.length === 0 ? manager : { ...manager, fields });
  }
  return result;
}

/** The managers with their sets adapted to what the schema now calls atomic; those of unknown versions are dropped. */
export function reconcileManagers(managers: Managers, schemas: SchemaLookup): Managers {
  const result = new Map<string, Manager>();
  for (const [id, manager] of managers) {
    const schema = schemas(manager.apiVersion);
    if (schema !== undefined) result.set(id, { ...manager, fields: followSchema(manager.fields, schema) });
  }
  return result;
}
