import type { MapNode, SchemaNode, StructNode } from "../../kube/schema/index.ts";
import { bytesOf, decodeJson, decodeScalar, textOf } from "./decode-scalar.ts";
import { type FieldNames, findFieldNames } from "./field-names.ts";
import { type WireField, malformed, readFields } from "./read-fields.ts";

type WireValue = WireField["value"];

/** A message of that struct as JSON has it; fields we do not know are passed over. Throws `invalid` when it is malformed. */
export function decodeMessage(message: Uint8Array, struct: StructNode): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  readInto(result, message, { struct, names: findFieldNames(struct) });
  return result;
}

interface Shape {
  readonly struct: StructNode;
  readonly names: FieldNames;
}

function readInto(result: Record<string, unknown>, message: Uint8Array, { struct, names }: Shape): void {
  for (const { number, value } of readFields(message)) {
    const entry = names[number];
    if (typeof entry === "object") readInto(result, bytesOf(value), { struct, names: entry });
    else if (entry !== undefined) readField(result, value, { struct, entry });
  }
}

/** The Go types send zeros that their JSON leaves out: those with a "?" after the name. */
function readField(result: Record<string, unknown>, value: WireValue, { struct, entry }: { readonly struct: StructNode; readonly entry: string }): void {
  const omitted = entry.endsWith("?");
  const name = omitted ? entry.slice(0, -1) : entry;
  const schema = struct.fields.get(name)?.schema;
  if (schema === undefined) return;
  if (schema.kind === "list") appendTo(result, name, decodeNode(value, schema.items));
  else if (schema.kind === "map") result[name] = Object.assign(result[name] ?? {}, decodeEntry(bytesOf(value), schema));
  else {
    const decoded = decodeNode(value, schema);
    if (!omitted || !zeros.has(decoded)) result[name] = decoded;
  }
}

function appendTo(result: Record<string, unknown>, name: string, item: unknown): void {
  const items = result[name];
  if (Array.isArray(items)) items.push(item);
  else result[name] = [item];
}

const zeros: ReadonlySet<unknown> = new Set(["", 0, false, null]);

function decodeNode(value: WireValue, schema: SchemaNode): unknown {
  switch (schema.kind) {
    case "any":
      return decodeJson(value);
    case "scalar":
      return decodeScalar(value, schema.type);
    case "struct":
      return decodeMessage(bytesOf(value), schema);
    case "list":
      // A list inside a map is wrapped in a message, because protobuf cannot repeat a repeated field.
      return Array.from(readFields(bytesOf(value)), (field) => decodeNode(field.value, schema.items));
    case "map":
      throw malformed("no built-in kind has maps of maps");
  }
}

/** One entry of a map is a message of key and value. */
function decodeEntry(message: Uint8Array, { values }: MapNode): Record<string, unknown> {
  const fields = new Map(Array.from(readFields(message), ({ number, value }) => [number, value]));
  const value = fields.get(2);
  return { [textOf(fields.get(1) ?? new Uint8Array())]: value === undefined ? null : decodeNode(value, values) };
}
