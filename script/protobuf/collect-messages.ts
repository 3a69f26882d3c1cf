import path from "node:path";
import { SillageError } from "../../src/errors/index.ts";
import type { ScalarType, SchemaNode, StructNode } from "../../src/kube/schema/index.ts";
import { type GoField, readGoStructs } from "./read-go-structs.ts";

/** Field number → name in JSON, followed by "?" where JSON leaves out a zero. An embedded struct is a table of its own. */
export interface Message {
  readonly [number: string]: string | Message;
}

type ModuleFolders = Readonly<Record<string, string>>;

/**
 * The messages of the roots and of everything they refer to, by definition; definitions outside the modules are left out with all they refer to.
 * Throws where Go and the schema name or encode a field differently.
 */
export function collectMessages(roots: readonly StructNode[], folders: ModuleFolders): ReadonlyMap<string, Message> {
  const packages = new Map<string, ReadonlyMap<string, readonly GoField[]>>();
  const messages = new Map<string, Message>();
  const open = [...roots];
  for (let struct = open.pop(); struct !== undefined; struct = open.pop()) {
    const place = locate(struct.definition ?? "", folders);
    if (place === undefined || messages.has(place.definition)) continue;
    const structs = packages.get(place.folder) ?? readGoStructs(place.folder);
    packages.set(place.folder, structs);
    const seen = new Set<string>();
    messages.set(place.definition, buildMessage(place.struct, { owner: struct, structs, seen }));
    const missing = [...struct.fields.keys()].filter((name) => !seen.has(name) && name !== "apiVersion" && name !== "kind");
    if (missing.length > 0) throw new SillageError("conflict", `Cannot find in Go the fields ${missing.join(", ")} of "${place.definition}"`);
    open.push(...[...struct.fields.values()].flatMap(({ schema }) => structsIn(schema)));
  }
  return messages;
}

/** `io.k8s.api.core.v1.Pod` → the folder `core/v1` of the module. */
function locate(definition: string, folders: ModuleFolders) {
  const module = Object.keys(folders).find((prefix) => definition.startsWith(`${prefix}.`));
  if (module === undefined) return undefined;
  const parts = definition.slice(module.length + 1).split(".");
  return { definition, folder: path.join(folders[module] ?? "", ...parts.slice(0, -1)), struct: parts.at(-1) ?? "" };
}

interface MessageContext {
  /** The struct as it stands in JSON. */
  readonly owner: StructNode;
  readonly structs: ReadonlyMap<string, readonly GoField[]>;
  /** Receives the names that have a number. */
  readonly seen: Set<string>;
}

function buildMessage(struct: string, context: MessageContext): Message {
  const fields = context.structs.get(struct);
  if (fields === undefined) throw new SillageError("notFound", `Cannot find in Go the struct "${struct}" of "${context.owner.definition}"`);
  return Object.fromEntries(fields.map((field) => [field.number, field.name === "" ? buildMessage(field.type, context) : nameField(field, context)]));
}

function nameField({ name, wire, omitted }: GoField, { owner, seen }: MessageContext): string {
  const schema = owner.fields.get(name)?.schema;
  if (schema === undefined || (schema.kind === "list" ? wireOf(schema.items) : wireOf(schema)) !== wire) {
    throw new SillageError("conflict", `Cannot match the field "${name}" of "${owner.definition}": ${wire} in Go, ${schema?.kind ?? "absent"} in the schema`);
  }
  seen.add(name);
  return omitted && schema?.kind === "scalar" ? `${name}?` : name;
}

const wires: Partial<Record<ScalarType, string>> = { boolean: "varint", int32: "varint", int64: "varint" };

function wireOf(schema: SchemaNode): string {
  return (schema.kind === "scalar" ? wires[schema.type] : undefined) ?? "bytes";
}

function structsIn(schema: SchemaNode): readonly StructNode[] {
  if (schema.kind === "struct") return [schema];
  if (schema.kind === "list") return structsIn(schema.items);
  return schema.kind === "map" ? structsIn(schema.values) : [];
}
