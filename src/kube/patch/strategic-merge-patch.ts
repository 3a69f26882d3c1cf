import { SillageError } from "../../errors/index.ts";
import { isRecord } from "../index.ts";
import type { SchemaField, SchemaNode } from "../schema/index.ts";
import { mergeItems, orderItems } from "./merge-items.ts";

type Map = Readonly<Record<string, unknown>>;

const deletionPrefix = "$deleteFromPrimitiveList/";
const orderPrefix = "$setElementOrder/";

/**
 * Strategic merge patch: as JSON merge patch, but lists whose field has the `merge` strategy in the schema merge by key (structs) or as sets (scalars).
 * Directives: `$patch: delete|replace`, `$retainKeys`, `$setElementOrder/x`, `$deleteFromPrimitiveList/x`. Without a schema lists are replaced.
 * Throws `invalid` for a patch that contradicts itself.
 */
export function applyStrategicMergePatch(original: Map, { patch, schema }: { readonly patch: Map; readonly schema: SchemaNode | undefined }): Map {
  return mergeMaps(original, patch, schema);
}

function mergeMaps(original: Map, patch: Map, schema: SchemaNode | undefined): Map {
  const directive = patch["$patch"];
  if (directive === "replace") return stripMap(patch);
  if (directive === "delete") return {};
  if (directive !== undefined) throw new SillageError("invalid", `Cannot apply strategic merge patch: unknown patch type ${JSON.stringify(directive)}`);

  const result: Record<string, unknown> = { ...retainKeys(original, patch) };
  for (const [key, value] of Object.entries(patch)) {
    if (key === "$retainKeys" || key.startsWith(orderPrefix)) continue;
    if (key.startsWith(deletionPrefix)) deleteFromList(result, { field: key.slice(deletionPrefix.length), values: value });
    else mergeField(result, { key, value, order: patch[orderPrefix + key], field: fieldOf(schema, key) });
  }
  for (const key of Object.keys(patch)) if (key.startsWith(orderPrefix)) orderField(result, { field: key.slice(orderPrefix.length), patch, schema });
  return result;
}

function fieldOf(schema: SchemaNode | undefined, key: string): Pick<SchemaField, "schema" | "patchStrategies" | "patchMergeKey"> | undefined {
  if (schema?.kind === "map") return { schema: schema.values, patchStrategies: [] };
  if (schema?.kind !== "struct") return undefined;
  return schema.fields.get(key);
}

interface FieldPatch {
  readonly key: string;
  readonly value: unknown;
  readonly order: unknown;
  readonly field: ReturnType<typeof fieldOf>;
}

function mergeField(result: Record<string, unknown>, { key, value, order, field }: FieldPatch): void {
  const original = result[key];
  const replaces = field?.patchStrategies.includes("replace") ?? false;
  if (value === null) delete result[key];
  else if (isRecord(value) && isRecord(original) && !replaces) result[key] = mergeMaps(original, value, field?.schema);
  else if (isList(value) && isList(original) && field?.patchStrategies.includes("merge")) {
    const { patchMergeKey: mergeKey, schema } = field;
    const mergeItem = (item: Map, patch: Map): Map => mergeMaps(item, patch, itemsOf(schema));
    result[key] = mergeItems(original, { patch: value, order: isList(order) ? order : undefined, mergeKey, field: key, mergeItem, addItem: stripMap });
  } else if (hasDirective(value)) delete result[key];
  else result[key] = stripValue(value);
}

function itemsOf(schema: SchemaNode): SchemaNode | undefined {
  return schema.kind === "list" ? schema.items : undefined;
}

/** With `$retainKeys`, only the named fields of the original stay; the patch may set no others. */
function retainKeys(original: Map, patch: Map): Map {
  const keys = patch["$retainKeys"];
  if (keys === undefined) return original;
  const stray = Object.keys(patch).find((key) => !isDirective(key) && patch[key] !== null && !(isList(keys) && keys.includes(key)));
  if (!isList(keys) || stray !== undefined) {
    throw new SillageError("invalid", `Cannot apply strategic merge patch: $retainKeys ${isList(keys) ? `lacks "${stray}", which the patch sets` : "is not a list"}`);
  }
  return Object.fromEntries(Object.entries(original).filter(([key]) => keys.includes(key)));
}

function deleteFromList(result: Record<string, unknown>, { field, values }: { readonly field: string; readonly values: unknown }): void {
  if (!isList(values)) throw new SillageError("invalid", `Cannot apply strategic merge patch: "${deletionPrefix}${field}" is not a list`);
  const original = result[field];
  if (isList(original)) result[field] = original.filter((item) => !values.includes(item));
}

/** `$setElementOrder` beside a list of the patch is heeded while that list is merged; here it stands alone. */
function orderField(result: Record<string, unknown>, { field, patch, schema }: { readonly field: string; readonly patch: Map; readonly schema: SchemaNode | undefined }): void {
  const order = patch[orderPrefix + field];
  if (!isList(order)) throw new SillageError("invalid", `Cannot apply strategic merge patch: "${orderPrefix}${field}" is not a list`);
  const original = result[field];
  if (isList(original) && !isList(patch[field])) result[field] = orderItems(original, { order, original, mergeKey: fieldOf(schema, field)?.patchMergeKey });
}

/** What a patch says about a value that is new: without nulls and directives, and without what carries a `$patch`. */
function stripValue(value: unknown): unknown {
  if (isList(value)) return value.filter((item) => !hasDirective(item)).map(stripValue);
  return isRecord(value) ? stripMap(value) : value;
}

function stripMap(map: Map): Map {
  const kept = Object.entries(map).filter(([key, value]) => value !== null && !isDirective(key) && !hasDirective(value));
  return Object.fromEntries(kept.map(([key, value]) => [key, stripValue(value)]));
}

function hasDirective(value: unknown): boolean {
  return isRecord(value) && "$patch" in value;
}

function isDirective(key: string): boolean {
  return key === "$patch" || key === "$retainKeys" || key.startsWith(orderPrefix) || key.startsWith(deletionPrefix);
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
