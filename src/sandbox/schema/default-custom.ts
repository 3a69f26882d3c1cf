import { isRecord } from "../../kube/index.ts";
import { type Structural, fieldSchema, isNullable, itemsSchema, propertiesOf, toStructural } from "./structural.ts";

/** The custom resource with its schema's defaults, and without nulls that neither the schema allows nor a default replaces. */
export function defaultCustom(value: Readonly<Record<string, unknown>>, openApiSchema: unknown): Readonly<Record<string, unknown>> {
  return defaultObject(value, toStructural(openApiSchema));
}

function defaultObject(value: Readonly<Record<string, unknown>>, schema: Structural): Readonly<Record<string, unknown>> {
  const result: Record<string, unknown> = {};
  for (const [name, entry] of Object.entries(value)) {
    const known = fieldSchema(schema, name);
    const given = known !== undefined && entry === null && !isNullable(known) ? known["default"] : entry;
    if (given !== undefined) result[name] = known === undefined ? given : defaultValue(given, known);
  }
  for (const [name, property] of propertiesOf(schema)) {
    if (!(name in value) && property["default"] !== undefined) result[name] = defaultValue(property["default"], property);
  }
  return result;
}

function defaultValue(value: unknown, schema: Structural): unknown {
  if (isRecord(value)) return defaultObject(value, schema);
  const items = itemsSchema(schema);
  if (!Array.isArray(value) || items === undefined) return value;
  return value.map((item) => defaultValue(item === null && !isNullable(items) ? (items["default"] ?? null) : item, items));
}
