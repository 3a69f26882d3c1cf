/**
 * Compares our built-in schema with the OpenAPI of a real API server, definition by definition: fields, types, required fields, list and map semantics,
 * defaults of list keys, patch strategies. Usage: node test/schema/verify-openapi.ts KUBECONFIG
 */
import { inspect, isDeepStrictEqual } from "node:util";
import { type JsonValue, getField, getList, getRecord, getString, isRecord } from "../../src/kube/index.ts";
import { type StructNode, findDefinition } from "../../src/kube/schema/index.ts";
import { buildDefinitionSchema, scalarDefinitions } from "../../src/sandbox/schema/openapi/definition-schema.ts";
import { createApi } from "../support/api.ts";

const refPrefix = "#/components/schemas/";

async function fetchDefinitions(kubeconfig: string): Promise<ReadonlyMap<string, unknown>> {
  const api = createApi(kubeconfig);
  try {
    const root = await api.send("GET", "/openapi/v3");
    // The API server calls this JSON plain text.
    const index: unknown = typeof root.body === "string" ? JSON.parse(root.body) : root.body;
    const paths = Object.entries(getRecord(index, "paths") ?? {}).filter(([path]) => /^apis?\/.*v\d/.test(path));
    const documents = await Promise.all(paths.map(([, entry]) => api.send("GET", getString(entry, "serverRelativeURL") ?? "")));
    return new Map(documents.flatMap((document) => Object.entries(getRecord(document.body, "components", "schemas") ?? {})));
  } finally {
    api.close();
  }
}

/** A schema without words, defaults and ways of writing that mean the same. */
function normalise(schema: unknown, theirs: ReadonlyMap<string, unknown>): JsonValue {
  const only = getList(schema, "allOf");
  const ref = getString(schema, "$ref") ?? (only.length === 1 ? getString(only[0], "$ref") : undefined);
  const patch = pick(schema, ["x-kubernetes-patch-merge-key", "x-kubernetes-patch-strategy"]);
  if (ref !== undefined) {
    const name = ref.slice(refPrefix.length);
    return isFree(name, theirs) ? "any" : { ref: name, ...patch, ...pick(schema, ["x-kubernetes-map-type"]) };
  }
  const type = getString(schema, "type");
  if (type === "array") {
    const keyed = pick(schema, ["x-kubernetes-list-map-keys"]);
    return { list: normalise(getField(schema, "items"), theirs), type: getString(schema, "x-kubernetes-list-type") ?? "atomic", ...keyed, ...patch };
  }
  const values = getField(schema, "additionalProperties");
  if (type === "object" && values !== undefined) return { map: normalise(values, theirs), atomic: getString(schema, "x-kubernetes-map-type") === "atomic", ...patch };
  return type === undefined || type === "object" ? "any" : { type, format: getString(schema, "format") ?? "" };
}

/** Definitions without structure, which we do not name. */
function isFree(name: string, theirs: ReadonlyMap<string, unknown>): boolean {
  return !(name in scalarDefinitions) && getRecord(theirs.get(name), "properties") === undefined && findDefinition(name)?.fields.size !== 0;
}

function pick(schema: unknown, keys: readonly string[]): Record<string, JsonValue> {
  return Object.fromEntries(keys.flatMap((key) => (isRecord(schema) && schema[key] !== undefined ? [[key, schema[key] as JsonValue]] : [])));
}

function compareDefinition(name: string, struct: StructNode, theirs: ReadonlyMap<string, unknown>): readonly string[] {
  const [wanted, own] = [theirs.get(name), buildDefinitionSchema(struct)];
  const [wantedFields, ownFields] = [getRecord(wanted, "properties") ?? {}, getRecord(own, "properties") ?? {}];
  const problems: string[] = [];
  const check = (what: string, { have, want }: { readonly have: unknown; readonly want: unknown }): void => {
    if (!isDeepStrictEqual(have, want)) problems.push(`${name}${what}: have ${inspect(have)}, want ${inspect(want)}`);
  };
  check(" required", { have: new Set(getList(own, "required")), want: new Set(getList(wanted, "required")) });
  check(" atomic", { have: getString(own, "x-kubernetes-map-type"), want: getString(wanted, "x-kubernetes-map-type") });
  for (const field of new Set([...Object.keys(wantedFields), ...Object.keys(ownFields)])) {
    const node = struct.fields.get(field)?.schema;
    const overrides = node?.kind === "struct" && node.atomic !== findDefinition(node.definition ?? "")?.atomic;
    const have = overrides ? { ref: node.definition ?? "", "x-kubernetes-map-type": node.atomic ? "atomic" : "granular" } : normalise(ownFields[field], theirs);
    const want = normalise(wantedFields[field], theirs);
    check(`.${field}`, { have, want: isGranularMap(want, wantedFields[field]) ? have : want });
    check(`.${field} key defaults`, { have: ownKeyDefaults(struct, field), want: theirKeyDefaults(wantedFields[field], theirs) });
  }
  return problems;
}

/** Maps are granular anyway; one field says so. */
function isGranularMap(want: JsonValue, schema: unknown): boolean {
  return isRecord(want) && "map" in want && getString(schema, "x-kubernetes-map-type") === "granular";
}

function ownKeyDefaults(struct: StructNode, field: string): readonly unknown[] {
  const node = struct.fields.get(field)?.schema;
  return node?.kind === "list" ? node.keys.flatMap((key) => (key.default === undefined ? [] : [[key.name, key.default]])) : [];
}

/** The API server writes "" as the default of required strings; only other values give a key that was left out. */
function theirKeyDefaults(schema: unknown, theirs: ReadonlyMap<string, unknown>): readonly unknown[] {
  const items = getField(schema, "items");
  const ref = (getString(items, "$ref") ?? getString(items, "allOf", 0, "$ref") ?? "").slice(refPrefix.length);
  return getList(schema, "x-kubernetes-list-map-keys").flatMap((key) => {
    const value = getField(theirs.get(ref), "properties", String(key), "default");
    return value === undefined || value === "" || value === 0 ? [] : [[key, value]];
  });
}

const [kubeconfig] = process.argv.slice(2);
if (kubeconfig === undefined) throw new Error("Usage: node test/schema/verify-openapi.ts KUBECONFIG");
const theirs = await fetchDefinitions(kubeconfig);
const shared = [...theirs.keys()].filter((name) => getRecord(theirs.get(name), "properties") !== undefined);
const missing = shared.filter((name) => findDefinition(name) === undefined && name.startsWith("io.k8s."));
const problems = [
  ...missing.map((name) => `${name}: missing`),
  ...shared.flatMap((name) => {
    const struct = findDefinition(name);
    return struct === undefined ? [] : compareDefinition(name, struct, theirs);
  }),
];
if (shared.length === 0) problems.push("The server publishes no definitions");
console.log(`openapi: ${shared.length} definitions compared, ${problems.length} differences`);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
