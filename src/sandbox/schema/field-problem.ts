import type { FieldProblem } from "./resource.ts";

/** The API server's words for what is wrong with a field. */

export function requiredProblem(field: string): FieldProblem {
  return { field, reason: "FieldValueRequired", message: "Required value" };
}

export function typeProblem(field: string, { value, type }: { readonly value: unknown; readonly type: string }): FieldProblem {
  const found = describeType(value);
  return { field, reason: "FieldValueTypeInvalid", message: `Invalid value: ${JSON.stringify(found)}: ${field} in body must be of type ${type}: ${JSON.stringify(found)}` };
}

export function enumProblem(field: string, { value, allowed }: { readonly value: unknown; readonly allowed: readonly unknown[] }): FieldProblem {
  const supported = allowed.map((one) => JSON.stringify(typeof one === "string" ? one : JSON.stringify(one))).join(", ");
  return { field, reason: "FieldValueNotSupported", message: `Unsupported value: ${JSON.stringify(value)}: supported values: ${supported}` };
}

export function invalidProblem(field: string, { value, detail }: { readonly value: unknown; readonly detail: string }): FieldProblem {
  return { field, reason: "FieldValueInvalid", message: `Invalid value: ${JSON.stringify(value)}: ${field} in body ${detail}` };
}

/** A string that does not have the format. */
export function formatProblem(field: string, { value, format }: { readonly value: string; readonly format: string }): FieldProblem {
  const said = JSON.stringify(value);
  return { field, reason: "FieldValueTypeInvalid", message: `Invalid value: ${said}: ${field} in body must be of type ${format}: ${said}` };
}

/** What the API server cannot pin on a field; it names the field in the text. */
export function unplacedProblem(detail: string): FieldProblem {
  return { field: "<nil>", reason: "FieldValueInvalid", message: `Invalid value: "": ${detail}` };
}

export function tooLongProblem(field: string, most: number): FieldProblem {
  return { field, reason: "FieldValueTooLong", message: `Too long: may not be more than ${most} byte${most === 1 ? "" : "s"}` };
}

export function tooManyProblem(field: string, { actual, most }: { readonly actual: number; readonly most: number }): FieldProblem {
  return { field, reason: "FieldValueTooMany", message: `Too many: ${actual}: must have at most ${most} item${most === 1 ? "" : "s"}` };
}

export function duplicateProblem(field: string, value: unknown): FieldProblem {
  return { field, reason: "FieldValueDuplicate", message: `Duplicate value: ${JSON.stringify(value)}` };
}

function describeType(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value === "number" ? (Number.isInteger(value) ? "integer" : "number") : typeof value;
}
