import type { JsonObject, JsonValue } from "../../kube/index.ts";

/** A plain value as JSON: fields that are `undefined` are left out, what JSON cannot say becomes null. */
export function toJson(value: Readonly<Record<string, unknown>>): JsonObject {
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(entries.map(([key, field]) => [key, toJsonValue(field)]));
}

function toJsonValue(value: unknown): JsonValue {
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.map(toJsonValue);
  if (typeof value === "object") return toJson(Object.fromEntries(Object.entries(value)));
  return null;
}
