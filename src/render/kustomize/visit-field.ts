import { SillageError } from "../../errors/index.ts";
import type { FieldSpec } from "./field-specs.ts";
import { isMutableRecord, type MutableRecord } from "./json.ts";
import { gvkOfObject, isSelectedBy } from "./resource.ts";

/** A value that was found, and the way to put another in its place. */
export interface FoundField {
  readonly value: unknown;
  set(value: unknown): void;
}

/** Calls `visit` for every value at the path of the spec, when the spec is for this kind. Throws `invalid` when a scalar stands in the way. */
export function visitField(object: MutableRecord, spec: FieldSpec & LeafKind, visit: (field: FoundField) => void): void {
  if (!isSelectedBy(spec, gvkOfObject(object))) return;
  const walk: Walk = { path: spec.path, steps: splitPath(spec.path), creates: spec.create === true ? spec.leaf : undefined, visit };
  enterMap(object, 0, walk);
}

/** What a spec that creates its path creates at the end of it; nothing is created without. */
interface LeafKind {
  readonly leaf?: "map" | "scalar";
}

interface Walk {
  readonly path: string;
  readonly steps: readonly string[];
  readonly creates: "map" | "scalar" | undefined;
  readonly visit: (field: FoundField) => void;
}

/** Path steps; `\/` is a slash inside a name. */
function splitPath(path: string): readonly string[] {
  return path.split(/(?<!\\)\//).map((step) => step.replaceAll("\\/", "/"));
}

function enter(field: FoundField, depth: number, walk: Walk): void {
  const { value } = field;
  if (depth === walk.steps.length) walk.visit(field);
  else if (value === null || value === undefined) return;
  else if (Array.isArray(value)) for (const [index, item] of value.entries()) enter({ value: item, set: (next) => void (value[index] = next) }, depth, walk);
  else if (isMutableRecord(value)) enterMap(value, depth, walk);
  else throw new SillageError("invalid", `Expected a map or a list on the way to "${walk.path}"`, { terminal: true });
}

function enterMap(map: MutableRecord, depth: number, walk: Walk): void {
  const step = walk.steps[depth] ?? "";
  const isList = step.endsWith("[]");
  const name = isList ? step.slice(0, -2) : step;
  if (walk.creates !== undefined && !isList && (map[name] === undefined || map[name] === null)) {
    map[name] = depth === walk.steps.length - 1 && walk.creates === "scalar" ? "" : {};
  }
  if (!Object.hasOwn(map, name)) return;
  enter({ value: map[name], set: (next) => void (map[name] = next) }, depth + 1, walk);
}
