import { isEmpty, templateError, typeName, type Value } from "./value.ts";

/** `eq`, `lt`, `and` and the like. */
export const compareFunctions: readonly (readonly [string, (values: readonly Value[]) => Value])[] = [
  ["eq", ([first, ...others]) => others.some((other) => isSame(first, other))],
  ["ne", ([a, b]) => !isSame(a, b)],
  ["lt", ([a, b]) => compare(a, b) < 0],
  ["le", ([a, b]) => compare(a, b) <= 0],
  ["gt", ([a, b]) => compare(a, b) > 0],
  ["ge", ([a, b]) => compare(a, b) >= 0],
  ["and", (values) => values.find((value) => isEmpty(value)) ?? (values.some((value) => isEmpty(value)) ? undefined : values.at(-1))],
  ["or", (values) => values.find((value) => !isEmpty(value)) ?? values.at(-1)],
  ["not", ([value]) => isEmpty(value)],
];

function isSame(a: Value, b: Value): boolean {
  if (typeof a === "object" || typeof b === "object") throw templateError("lists and maps cannot be compared");
  if (a !== undefined && b !== undefined && typeof a !== typeof b) throw templateError(`a ${typeName(a)} cannot be compared with a ${typeName(b)}`);
  return a === b;
}

function compare(a: Value, b: Value): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a !== "string" || typeof b !== "string") throw templateError(`a ${typeName(a)} cannot be ordered against a ${typeName(b)}`);
  return a < b ? -1 : Number(a > b);
}
