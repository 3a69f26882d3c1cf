import { isRecord } from "../../kube/index.ts";
import { isList, isMap, sortedEntries, toBytes, toText, type Value } from "./value.ts";

export interface JsonOptions {
  /** Go writes `<`, `>` and `&` as `\u003c` and so on, unless told otherwise. */
  readonly escapesHtml: boolean;
  readonly indent?: number;
}

/** JSON as Go writes it, as bytes: maps in the order of their keys. */
export function toGoJson(value: Value, { escapesHtml, indent }: JsonOptions): string {
  const json = JSON.stringify(toPlain(value), undefined, indent).replaceAll(/[\u2028\u2029]/g, escapeSign);
  return toBytes(escapesHtml ? json.replaceAll(/[<>&]/g, escapeSign) : json);
}

/** Parsed JSON as values of a template. */
export function toValue(json: unknown): Value {
  if (typeof json === "string") return toBytes(json);
  if (typeof json === "number" || typeof json === "boolean") return json;
  if (Array.isArray(json)) return json.map(toValue);
  return isRecord(json) ? new Map(Object.entries(json).map(([key, item]) => [toBytes(key), toValue(item)])) : undefined;
}

function toPlain(value: Value): unknown {
  if (typeof value === "string") return toText(value);
  if (value === undefined) return null;
  if (isMap(value)) return Object.fromEntries(sortedEntries(value).map(([key, item]) => [toText(key), toPlain(item)]));
  return isList(value) ? value.map(toPlain) : value;
}

function escapeSign(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
