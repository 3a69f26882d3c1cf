import { SillageError } from "../../errors/index.ts";
import { copyRecord, isMutableRecord, type MutableRecord, scalarText } from "./json.ts";
import { mergeAssociativeList } from "./merge-list.ts";
import { mergeRulesFor, type MergeRules } from "./merge-rules.ts";

const directiveField = "$patch";

type Directive = "merge" | "replace" | "delete";

/**
 * Merges a patch into an object as Kustomize does: maps by field, lists with merge keys by item with what the patch adds in front, other lists
 * and scalars as a whole, null deletes, `$patch` directives. Changes and returns the target; undefined when the patch deletes it.
 * Throws `invalid` when target and patch differ in shape.
 */
export function mergeStrategically(target: MutableRecord, patch: Readonly<Record<string, unknown>>): MutableRecord | undefined {
  const merged = mergeValue(target, copyRecord(patch), mergeRulesFor(target));
  return isMutableRecord(merged) ? merged : undefined;
}

function mergeValue(target: unknown, patch: unknown, rules: MergeRules | undefined): unknown {
  const shape = shapeOf(target ?? patch);
  if (shape === "nothing" || shape === "map") return mergeMap(asMap(target), asMap(patch), { rules, isNull: target === null && patch === undefined });
  if (shape === "scalar") {
    for (const side of [target, patch]) if (shapeOf(side) !== "scalar" && shapeOf(side) !== "nothing") throw shapeError("a scalar", side);
    return patch === undefined ? target : patch;
  }
  return mergeList(target, patch, rules);
}

/** The rest of what a merge of maps must know; null and absent are told apart because only an untouched null stays. */
interface MapOptions {
  readonly rules: MergeRules | undefined;
  readonly isNull: boolean;
}

function mergeMap(target: MutableRecord | null | undefined, patch: MutableRecord | null | undefined, { rules, isNull }: MapOptions): unknown {
  if (isNull) return null;
  const directive = takeDirective(patch);
  if (directive === "delete") return undefined;
  if (target === null || target === undefined) return isMutableRecord(patch) ? mergeFields(patch, patch, rules) : undefined;
  if (patch === null) return undefined;
  if (directive === "replace" && isMutableRecord(patch)) return mergeFields(patch, patch, rules);
  return mergeFields(target, patch, rules);
}

function mergeFields(target: MutableRecord, patch: MutableRecord | undefined, known: MergeRules | undefined): MutableRecord {
  const rules = known ?? mergeRulesFor(target);
  for (const field of new Set([...Object.keys(target), ...Object.keys(patch ?? {})])) {
    const value = patch !== undefined && Object.hasOwn(patch, field) ? patch[field] : undefined;
    const merged = mergeValue(target[field], value, rules?.fields?.[field]);
    if (merged === undefined || (merged === null && value !== undefined)) delete target[field];
    else target[field] = merged;
  }
  return target;
}

function mergeList(target: unknown, patch: unknown, rules: MergeRules | undefined): unknown {
  for (const side of [target, patch]) if (side !== undefined && side !== null && !Array.isArray(side)) throw shapeError("a list", side);
  if (rules?.keys === undefined) return patch === undefined ? target : patch;
  const items: unknown[] | null | undefined = Array.isArray(patch) ? patch : patch === null ? null : undefined;
  const options = { keys: rules.keys, mergeItem: (left: unknown, right: unknown) => mergeValue(left, right, rules.items) };
  if (!Array.isArray(target)) return items === null || items === undefined ? undefined : mergeAssociativeList(items, items, options);
  if (items === null) return undefined;
  const directive = takeListDirective(items);
  if (directive === "delete") return undefined;
  if (directive === "replace" && items !== undefined) return mergeAssociativeList(items, items, options);
  return mergeAssociativeList(target, items, options);
}

function takeDirective(patch: MutableRecord | null | undefined): Directive {
  if (patch === null || patch === undefined || !Object.hasOwn(patch, directiveField)) return "merge";
  const directive = parseDirective(patch[directiveField]);
  delete patch[directiveField];
  return directive;
}

/** A list is told what to do by an item that has nothing but the directive. */
function takeListDirective(items: unknown[] | undefined): Directive {
  const at = items?.findIndex((item) => isMutableRecord(item) && Object.hasOwn(item, directiveField)) ?? -1;
  const item = items?.[at];
  if (!isMutableRecord(item) || Object.keys(item).length > 1) return "merge";
  const directive = parseDirective(item[directiveField]);
  items?.splice(at, 1);
  return directive;
}

function parseDirective(value: unknown): Directive {
  if (value === "merge" || value === "replace" || value === "delete") return value;
  throw new SillageError("invalid", `Patch directive "${scalarText(value)}" is not one of merge, replace and delete`, { terminal: true, reason: "InvalidPatch" });
}

function shapeOf(value: unknown): "nothing" | "map" | "list" | "scalar" {
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return "list";
  return isMutableRecord(value) ? "map" : "scalar";
}

function asMap(value: unknown): MutableRecord | null | undefined {
  if (value === undefined || value === null || isMutableRecord(value)) return value;
  throw shapeError("a map", value);
}

function shapeError(wanted: string, value: unknown): SillageError {
  return new SillageError("invalid", `Expected ${wanted} and found ${Array.isArray(value) ? "a list" : isMutableRecord(value) ? "a map" : `"${scalarText(value)}"`}`, {
    terminal: true,
    reason: "InvalidPatch",
  });
}
