import { SillageError } from "../../errors/index.ts";

/**
 * What a template computes with. Texts are bytes, one per character, as in Go: items may be binary. `undefined` is Go's nil and a key that is not there.
 */
export type Value = string | number | boolean | undefined | readonly Value[] | ReadonlyMap<string, Value>;

export function isMap(value: Value): value is ReadonlyMap<string, Value> {
  return value instanceof Map;
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function toBytes(text: string): string {
  return Buffer.from(text).toString("latin1");
}

export function toText(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString();
}

/** Go's notion of emptiness, for `if`, `default` and the like. */
export function isEmpty(value: Value): boolean {
  if (isMap(value)) return value.size === 0;
  return isList(value) ? value.length === 0 : value === undefined || value === "" || value === 0 || value === false;
}

/** As Go prints it; the bytes of a text are printed as they are. */
export function printValue(value: Value): string {
  if (typeof value === "string") return value;
  if (value === undefined) return "<nil>";
  if (isList(value)) return `[${value.map(printValue).join(" ")}]`;
  if (isMap(value))
    return `map[${sortedEntries(value)
      .map(([key, item]) => `${key}:${printValue(item)}`)
      .join(" ")}]`;
  return String(value);
}

export function sortedEntries(map: ReadonlyMap<string, Value>): [string, Value][] {
  return [...map].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

export function typeName(value: Value): string {
  if (value === undefined) return "nil";
  if (isMap(value)) return "map";
  return isList(value) ? "list" : typeof value;
}

/** Messages of templates name functions, fields and types, never values: those may be secret. */
export function templateError(reason: string): SillageError {
  return new SillageError("invalid", `cannot render the template: ${reason}`, { terminal: true });
}
