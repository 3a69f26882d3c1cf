import type { ScalarType } from "../../kube/schema/index.ts";
import { type WireField, malformed, readFields } from "./read-fields.ts";

type WireValue = WireField["value"];

/** A scalar as JSON has it; null for the zero time. Throws `invalid` when the value is of another type. */
export function decodeScalar(value: WireValue, type: ScalarType): unknown {
  switch (type) {
    case "boolean":
      return varintOf(value) !== 0n;
    case "int32":
      return Number(BigInt.asIntN(32, varintOf(value)));
    case "int64":
      return Number(BigInt.asIntN(64, varintOf(value)));
    case "string":
      return textOf(value);
    case "bytes":
      return Buffer.from(bytesOf(value)).toString("base64");
    case "quantity":
      return textOf(fieldOf(value, 1) ?? new Uint8Array());
    case "int-or-string":
      return decodeIntOrString(value);
    case "time":
    case "micro-time":
      return decodeTime(value, type);
    case "number":
      throw malformed("no built-in kind has floating point numbers");
  }
}

/** Any JSON, which is sent as text inside a message. */
export function decodeJson(value: WireValue): unknown {
  const text = textOf(fieldOf(value, 1) ?? new Uint8Array());
  try {
    return text === "" ? null : JSON.parse(text);
  } catch {
    throw malformed("an embedded value is no JSON");
  }
}

export function bytesOf(value: WireValue): Uint8Array {
  if (typeof value === "bigint") throw malformed("a number stands where bytes belong");
  return value;
}

export function textOf(value: WireValue): string {
  return Buffer.from(bytesOf(value)).toString("utf8");
}

function varintOf(value: WireValue): bigint {
  if (typeof value !== "bigint") throw malformed("bytes stand where a number belongs");
  return value;
}

function fieldOf(message: WireValue, number: number): WireValue | undefined {
  return Array.from(readFields(bytesOf(message))).findLast((field) => field.number === number)?.value;
}

/** Type (0 number, 1 string), number, string: all three are always sent. */
function decodeIntOrString(value: WireValue): number | string {
  if ((fieldOf(value, 1) ?? 0n) === 0n) return Number(BigInt.asIntN(32, varintOf(fieldOf(value, 2) ?? 0n)));
  return textOf(fieldOf(value, 3) ?? new Uint8Array());
}

function decodeTime(value: WireValue, type: "time" | "micro-time"): string | null {
  if (bytesOf(value).length === 0) return null;
  const date = new Date(Number(BigInt.asIntN(64, varintOf(fieldOf(value, 1) ?? 0n))) * 1000);
  if (Number.isNaN(date.getTime())) throw malformed("a time is out of range");
  const micros = Math.floor(Number(varintOf(fieldOf(value, 2) ?? 0n)) / 1000);
  return date.toISOString().replace(/\.000Z$/, type === "time" ? "Z" : `.${String(micros).padStart(6, "0")}Z`);
}
