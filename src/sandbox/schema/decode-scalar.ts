import { SillageError } from "../../errors/index.ts";
import { canonicalQuantity, parseQuantity } from "../../kube/index.ts";
import type { ScalarType, SchemaNode } from "../../kube/schema/index.ts";

/** Where a value is, for messages about its type: the path without positions, and the innermost struct. */
export interface FieldPlace {
  readonly fields: readonly string[];
  readonly owner: string;
}

const limits: Readonly<Record<string, number>> = { int32: 2 ** 31 - 1, int64: Number.MAX_SAFE_INTEGER };

/** A scalar in the form the API server stores. Throws `invalid` for one it cannot read. */
export function decodeScalar(value: unknown, type: ScalarType, place: FieldPlace): unknown {
  switch (type) {
    case "string":
      return typeof value === "string" ? value : wrongScalar(value, type, place);
    case "boolean":
      return typeof value === "boolean" ? value : wrongScalar(value, type, place);
    case "number":
      return typeof value === "number" ? value : wrongScalar(value, type, place);
    case "int32":
    case "int64":
      return Number.isInteger(value) && Math.abs(Number(value)) <= (limits[type] ?? 0) ? value : wrongScalar(value, type, place);
    case "int-or-string":
      return typeof value === "string" || Number.isInteger(value) ? value : wrongScalar(value, type, place);
    case "quantity":
      return decodeQuantity(value);
    case "time":
    case "micro-time":
      return typeof value === "string" ? decodeTime(value, type) : wrongScalar(value, type, place);
    case "bytes":
      return typeof value === "string" ? decodeBytes(value) : wrongScalar(value, type, place);
  }
}

const quantityPattern = "^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$";

function decodeQuantity(value: unknown): string {
  const known = typeof value === "string" || typeof value === "number" ? value : "";
  if (parseQuantity(known) === undefined) throw badRequest(`quantities must match the regular expression '${quantityPattern}'`);
  return canonicalQuantity(known);
}

const timePattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.(\d+))?(?:Z|[+-]\d{2}:\d{2})$/;

function decodeTime(value: string, type: "time" | "micro-time"): string {
  const match = timePattern.exec(value);
  const date = new Date(value);
  if (match === null || Number.isNaN(date.getTime())) {
    const layout = type === "time" ? "2006-01-02T15:04:05Z07:00" : "2006-01-02T15:04:05.000000Z07:00";
    throw badRequest(`parsing time ${JSON.stringify(value)} as "${layout}": cannot parse ${JSON.stringify(value)} as "2006"`);
  }
  const seconds = date.toISOString().slice(0, 19);
  return type === "time" ? `${seconds}Z` : `${seconds}.${(match[1] ?? "").padEnd(6, "0").slice(0, 6)}Z`;
}

function decodeBytes(value: string): string {
  const compact = value.replaceAll(/[\r\n]/g, "");
  const wrong = compact.search(/[^A-Za-z0-9+/=]/);
  if (wrong >= 0) throw badRequest(`illegal base64 data at input byte ${wrong}`);
  if (!/^[^=]*={0,2}$/.test(compact) || compact.length % 4 !== 0) throw badRequest(`illegal base64 data at input byte ${compact.replace(/=+$/, "").length}`);
  return compact;
}

function wrongScalar(value: unknown, type: ScalarType, place: FieldPlace): never {
  return describeWrongType(value, { kind: "scalar", type }, place);
}

/** Throws what the API server says of a value that does not fit. */
export function describeWrongType(value: unknown, schema: SchemaNode, { owner, fields }: FieldPlace): never {
  throw badRequest(`json: cannot unmarshal ${jsonTypeOf(value, schema)} into Go struct field ${owner}.${fields.join(".")} of type ${goTypeOf(schema)}`);
}

function badRequest(message: string): SillageError {
  return new SillageError("invalid", message, { reason: "BadRequest" });
}

function jsonTypeOf(value: unknown, schema: SchemaNode): string {
  if (Array.isArray(value)) return "array";
  if (typeof value === "boolean") return "bool";
  const wantsNumber = schema.kind === "scalar" && ["int32", "int64", "int-or-string"].includes(schema.type);
  return typeof value === "number" && wantsNumber ? `number ${value}` : typeof value;
}

const goScalars: Readonly<Record<string, string>> = {
  boolean: "bool",
  number: "float64",
  bytes: "[]uint8",
  "int-or-string": "int32",
  quantity: "resource.Quantity",
  time: "v1.Time",
  "micro-time": "v1.MicroTime",
};

function goTypeOf(schema: SchemaNode): string {
  if (schema.kind === "list") return `[]${goTypeOf(schema.items)}`;
  if (schema.kind === "map") return isQuantity(schema.values) ? "v1.ResourceList" : `map[string]${goTypeOf(schema.values)}`;
  if (schema.kind === "struct") return schema.definition?.split(".").slice(-2).join(".") ?? "struct";
  return schema.kind === "any" ? "interface {}" : (goScalars[schema.type] ?? schema.type);
}

function isQuantity(schema: SchemaNode): boolean {
  return schema.kind === "scalar" && schema.type === "quantity";
}
