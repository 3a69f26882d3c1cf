import type { StoredDefinition, StoredDescriptions, StoredPatch, StoredSchema, StoredType } from "../../src/kube/schema/stored.ts";
import { atomicFields, atomicStructs, granularFields, keyDefaults, listMaps, patchStrategies, quantities, sets, unpatchedLists } from "./annotations.ts";
import type { Names } from "./name-definitions.ts";
import type { Model, ModelAttribute } from "./read-models.ts";

const listKeys: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(listMaps).flatMap(([keys, fields]) => fields.map((field) => [field, keys.split(",")])));

/** A definition's names in the annotation table, most specific first: `core.v1/PodSpec`, `v1/PodSpec`, `PodSpec`. */
type Aliases = readonly string[];

export function buildSchema(source: string, models: ReadonlyMap<string, Model>, names: Names): StoredSchema {
  const definitions: Record<string, StoredDefinition> = {};
  for (const [className, definition] of sorted(names.definitions)) {
    const model = models.get(className);
    if (model !== undefined) definitions[definition] = buildDefinition(model, { aliases: aliasesOf(definition), names });
  }
  return { source, definitions, kinds: Object.fromEntries(sorted(names.kinds)) };
}

export function buildDescriptions(models: ReadonlyMap<string, Model>, names: Names): StoredDescriptions {
  const descriptions: Record<string, Readonly<Record<string, string>>> = {};
  for (const [className, definition] of sorted(names.definitions)) {
    const model = models.get(className);
    if (model === undefined) continue;
    const fields = model.attributes.filter(({ description }) => description !== "").map(({ name, description }) => [name, description]);
    descriptions[definition] = Object.fromEntries([["", model.description], ...fields]);
  }
  return descriptions;
}

interface Context {
  readonly aliases: Aliases;
  readonly names: Names;
}

function buildDefinition(model: Model, context: Context): StoredDefinition {
  const required = model.attributes.filter((attribute) => attribute.required).map(({ name }) => name);
  const patch = Object.fromEntries(
    model.attributes.flatMap(({ name }) => {
      const found = patchOf(fieldAliases(context, name));
      return found === undefined ? [] : [[name, found]];
    }),
  );
  return {
    ...(matches(atomicStructs, context.aliases) ? { atomic: true } : {}),
    ...(required.length > 0 ? { required } : {}),
    fields: Object.fromEntries(model.attributes.map((attribute) => [attribute.name, buildField(attribute, context)])),
    ...(Object.keys(patch).length > 0 ? { patch } : {}),
  };
}

function buildField(attribute: ModelAttribute, context: Context): StoredType {
  const aliases = fieldAliases(context, attribute.name);
  const type = buildType(attribute.type, { format: matches(quantities, aliases) ? "quantity" : attribute.format, names: context.names });
  if (typeof type === "string") return type;
  if ("list" in type) {
    const keys = aliases.map((alias) => listKeys.get(alias)).find((found) => found !== undefined);
    if (keys !== undefined) return { ...type, keys: keys.map((key) => withDefault(key, aliases)) };
    return matches(sets, aliases) ? { ...type, set: true } : type;
  }
  if (matches(atomicFields, aliases)) return { ...type, atomic: true };
  return "ref" in type && matches(granularFields, aliases) ? { ...type, atomic: false } : type;
}

function withDefault(key: string, aliases: Aliases): string | [string, string] {
  const value = aliases.map((alias) => keyDefaults[`${alias}.${key}`]).find((found) => found !== undefined);
  return value === undefined ? key : [key, value];
}

function buildType(type: string, options: { readonly format: string; readonly names: Names }): StoredType {
  const list = /^Array<(.*)>$/.exec(type)?.[1];
  if (list !== undefined) return { list: buildType(list, options) };
  const map = /^\{ \[key: string\]: (.*); \}$/.exec(type)?.[1];
  if (map !== undefined) return { map: buildType(map, options) };
  const ref = options.names.definitions.get(type);
  return ref === undefined ? buildScalar(type, options.format) : { ref };
}

function buildScalar(type: string, format: string): StoredType {
  if (type === "any") return "any";
  if (type === "IntOrString") return "int-or-string";
  if (type === "Date") return "time";
  if (type === "V1MicroTime") return "micro-time";
  if (type === "boolean") return "boolean";
  if (type === "string") return format === "byte" ? "bytes" : format === "quantity" ? "quantity" : "string";
  if (type === "number") return format === "int32" || format === "int64" ? format : "number";
  throw new Error(`Cannot read the model type "${type}": the client package has changed, teach build-schema.ts about it`);
}

function patchOf(aliases: Aliases): StoredPatch | undefined {
  const text = aliases.map((alias) => patchStrategies[alias]).find((found) => found !== undefined);
  if (text !== undefined) {
    const [strategies = "", mergeKey] = text.split(":");
    return { strategies: strategies.split(",").filter(isStrategy), ...(mergeKey === undefined ? {} : { mergeKey }) };
  }
  const mergeKey = aliases.map((alias) => listKeys.get(alias)?.[0]).find((found) => found !== undefined);
  return mergeKey === undefined || matches(unpatchedLists, aliases) ? undefined : { strategies: ["merge"], mergeKey };
}

function isStrategy(text: string): text is "merge" | "replace" | "retainKeys" {
  return text === "merge" || text === "replace" || text === "retainKeys";
}

function aliasesOf(definition: string): Aliases {
  const [group, version, kind] = definition.split(".").slice(-3);
  return [`${group}.${version}/${kind}`, `${version}/${kind}`, `${kind}`];
}

function fieldAliases(context: Context, field: string): Aliases {
  return context.aliases.map((alias) => `${alias}.${field}`);
}

function matches(table: readonly string[], aliases: Aliases): boolean {
  return aliases.some((alias) => table.includes(alias));
}

function sorted<T>(map: ReadonlyMap<string, T>): readonly [string, T][] {
  return Array.from(map).toSorted(([left], [right]) => (left < right ? -1 : 1));
}
