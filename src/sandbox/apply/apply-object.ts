import { isDeepStrictEqual } from "node:util";
import { type KubeObject, isKubeObject, isRecord, parseApiVersion } from "../../kube/index.ts";
import { SillageError } from "../../errors/index.ts";
import type { SchemaNode } from "../../kube/schema/index.ts";
import { computeFieldSet } from "./compute-field-set.ts";
import { type ConflictReport, reportConflicts } from "./conflict-message.ts";
import { type FieldSet, deepDifference, difference, hasPath, pathsOf, setOfFields } from "./field-set.ts";
import { computeLastAppliedFields, kubectlManager, refreshLastApplied } from "./last-applied.ts";
import { type Manager, type Managers, decodeManagers, managerId, putManager, withManagers } from "./managers.ts";
import { type Conflict, type SchemaLookup, assessChange, reconcileManagers, takeFields } from "./merge-managers.ts";
import { mergeValues } from "./merge-values.ts";
import { prune } from "./prune.ts";
import { addUpdate, unownedFields } from "./track-update.ts";
import { validateConfig } from "./validate-config.ts";

/** A server-side apply. */
export interface ApplyRequest {
  /** The stored object; undefined when there is none. */
  readonly live: KubeObject | undefined;
  readonly config: KubeObject;
  readonly manager: string;
  readonly force: boolean;
  /** "" for the main resource. */
  readonly subresource: string;
  readonly schemas: SchemaLookup;
  /** Fields this endpoint does not store. */
  readonly resetFields: readonly (readonly string[])[];
  /** RFC 3339. */
  readonly now: string;
}

export type ApplyResult =
  /** The object with its managedFields. Defaults of pruned fields are still to be filled in, and nulls of a custom resource to be dropped. */
  | { readonly kind: "applied"; readonly object: KubeObject }
  | ({ readonly kind: "conflict" } & ConflictReport)
  /** The config does not fit the schema: the API server answers 500 with this message. */
  | { readonly kind: "mistyped"; readonly message: string };

/**
 * Lays the config over the live object and takes away what this manager applied before and no longer does. Fields of other managers are changed only by
 * `force`; equal values are owned together. Throws `invalid` for a config that carries managedFields.
 */
export function applyObject(request: ApplyRequest): ApplyResult {
  const { config, schemas, live, manager } = request;
  const schema = schemas(config.apiVersion);
  if (schema === undefined) throw new SillageError("internal", `Cannot apply ${config.kind}: "${config.apiVersion}" has no schema`);
  if (config.metadata.managedFields !== undefined && config.metadata.managedFields !== null) {
    throw new SillageError("invalid", "metadata.managedFields must be nil", { reason: "BadRequest" });
  }
  const problems = validateConfig(config, schema);
  if (problems.length > 0) return { kind: "mistyped", message: describeProblems(config, problems) };

  const managers = reconcileManagers(liveManagers(request), schemas);
  const merged = mergeConfig(managers, { request, schema });
  const allowed = manager === kubectlManager && live !== undefined ? computeLastAppliedFields(live, schema) : undefined;
  const conflicts = request.force ? [] : merged.conflicts.filter(({ path }) => allowed === undefined || !hasPath(allowed, path));
  if (conflicts.length > 0) return { kind: "conflict", ...reportConflicts(conflicts) };
  const object = withManagers(dropNulls(merged.object, schema), merged.managers);
  return { kind: "applied", object: manager === kubectlManager ? refreshLastApplied(object, config) : object };
}

/** Built-in types and metadata know no null; a custom resource keeps its own until defaulting has decided which of them may stay. */
function dropNulls(object: KubeObject, schema: SchemaNode): KubeObject {
  const isBuiltin = schema.kind === "struct" && schema.definition !== undefined;
  const kept = isBuiltin ? withoutNulls(object) : { ...object, metadata: withoutNulls(object.metadata) };
  return isKubeObject(kept) ? kept : object;
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutNulls(item)]));
}

/** An object that nobody tracks is owned, at its first apply, by a manager of that name. */
function liveManagers({ live, schemas, subresource, resetFields, now }: ApplyRequest): Managers {
  const managers = decodeManagers(live?.metadata.managedFields) ?? new Map<string, Manager>();
  if (live === undefined || managers.size > 0) return managers;
  return addUpdate(managers, { before: undefined, after: live, manager: "before-first-apply", subresource, schemas, resetFields, now });
}

interface Merged {
  readonly object: KubeObject;
  readonly managers: Managers;
  readonly conflicts: readonly Conflict[];
}

function mergeConfig(managers: Managers, { request, schema }: { readonly request: ApplyRequest; readonly schema: SchemaNode }): Merged {
  const { config, schemas, subresource, manager, now } = request;
  const { apiVersion } = config;
  const live = withoutManagedFields(request.live);
  const ignored = setOfFields(request.resetFields);
  const identity = { name: manager, operation: "Apply" as const, apiVersion, subresource };
  const id = managerId(identity);
  const last = managers.get(id);
  const fields = deepDifference(computeFieldSet(config, schema), ignored);
  const withConfig: Managers = new Map(managers).set(id, { ...identity, fields, ...(last?.time === undefined ? {} : { time: last.time }) });

  const after = prune(mergeValues(live, config, schema), { last, managers: withConfig, schemas });
  const outcome = assessChange(withConfig, { before: live ?? {}, after, apiVersion, writer: id, schemas, ignored });
  const changed = !isDeepStrictEqual(live, after);
  const mine: Manager = { ...identity, fields: difference(fields, unownedFields), ...timeOf(changed ? now : last?.time) };
  if (!isKubeObject(after)) throw new SillageError("internal", `Cannot apply ${config.kind}: the merged object has lost its type`);
  return { object: after, managers: putManager(takeFields(outcome), mine), conflicts: listConflicts(outcome.known, outcome.conflicts) };
}

function timeOf(time: string | undefined): { readonly time?: string } {
  return time === undefined ? {} : { time };
}

function withoutManagedFields(object: KubeObject | undefined): KubeObject | undefined {
  if (object === undefined) return undefined;
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

function listConflicts(managers: Managers, taken: ReadonlyMap<string, FieldSet>): readonly Conflict[] {
  return [...managers.entries()]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([id, manager]) => {
      const fields = taken.get(id);
      return fields === undefined ? [] : pathsOf(fields).map((path) => ({ manager, path }));
    });
}

function describeProblems(config: KubeObject, problems: readonly string[]): string {
  const { namespace = "", name = "" } = config.metadata;
  const { group, version } = parseApiVersion(config.apiVersion);
  const list = problems.length === 1 ? problems[0] : ["errors:", ...problems.map((problem) => `  ${problem}`)].join("\n");
  return `failed to create typed patch object (${namespace}/${name}; ${group}/${version}, Kind=${config.kind}): ${list}`;
}
