import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { SillageError } from "../../errors/index.ts";
import type { ListKey, SchemaField, SchemaNode, StructNode } from "./node.ts";
import type { StoredDefinition, StoredDescriptions, StoredPatch, StoredSchema, StoredType } from "./stored.ts";

/** The generated schema as a graph of nodes. */
export interface Definitions {
  readonly source: string;
  readonly kinds: Readonly<Record<string, string>>;
  readonly definitions: ReadonlyMap<string, StructNode>;
}

export function loadDefinitions(): Definitions {
  const stored: StoredSchema = JSON.parse(readGenerated("schema.json").toString("utf8"));
  const structs = new Map<string, StructNode & { readonly fields: Map<string, SchemaField> }>();
  for (const [definition, { atomic }] of Object.entries(stored.definitions)) structs.set(definition, { kind: "struct", definition, atomic: atomic === true, fields: new Map() });
  for (const [name, definition] of Object.entries(stored.definitions)) {
    const fields = structs.get(name)?.fields;
    for (const [field, type] of Object.entries(definition.fields)) fields?.set(field, buildField(definition, { field, type, structs }));
  }
  return { source: stored.source, kinds: stored.kinds, definitions: structs };
}

export function loadDescriptions(): StoredDescriptions {
  return JSON.parse(gunzipSync(readGenerated("descriptions.json.gz")).toString("utf8"));
}

function readGenerated(file: string): Buffer {
  try {
    return readFileSync(new URL(`./generated/${file}`, import.meta.url));
  } catch (cause) {
    throw new SillageError("internal", `Cannot read the generated schema "${file}", run "npm run generate"`, { cause });
  }
}

interface FieldContext {
  readonly field: string;
  readonly type: StoredType;
  readonly structs: ReadonlyMap<string, StructNode>;
}

const noPatch: StoredPatch = { strategies: [] };

function buildField(definition: StoredDefinition, { field, type, structs }: FieldContext): SchemaField {
  const { strategies, mergeKey } = definition.patch?.[field] ?? noPatch;
  return {
    schema: buildNode(type, structs),
    required: definition.required?.includes(field) ?? false,
    patchStrategies: strategies,
    ...(mergeKey === undefined ? {} : { patchMergeKey: mergeKey }),
  };
}

function buildNode(type: StoredType, structs: ReadonlyMap<string, StructNode>): SchemaNode {
  if (type === "any") return { kind: "any" };
  if (typeof type === "string") return { kind: "scalar", type };
  if ("map" in type) return { kind: "map", atomic: type.atomic === true, values: buildNode(type.map, structs) };
  if ("list" in type) {
    const keys = (type.keys ?? []).map(buildKey);
    return { kind: "list", type: keys.length > 0 ? "map" : type.set === true ? "set" : "atomic", keys, items: buildNode(type.list, structs) };
  }
  const struct = structs.get(type.ref);
  if (struct === undefined) throw new SillageError("internal", `Cannot resolve the schema definition "${type.ref}"`);
  return type.atomic === undefined ? struct : { ...struct, atomic: type.atomic };
}

function buildKey(key: string | readonly [string, string]): ListKey {
  return typeof key === "string" ? { name: key } : { name: key[0], default: key[1] };
}
