import { type KubeObject, isRecord } from "../../../kube/index.ts";
import { type SchemaNode, findBuiltin } from "../../../kube/schema/index.ts";
import type { Resource } from "../catalog/resource.ts";
import { requiredValue } from "../field-error.ts";
import type { StatusCause } from "../status-error.ts";

/** What the schema calls required although the server does without. */
const tolerated: ReadonlySet<string> = new Set(["spec.serviceName"]);

/** The fields a built-in object must have and has not. Metadata and status are for others to check. */
export function checkRequired(resource: Resource, object: KubeObject): readonly StatusCause[] {
  const schema = resource.custom === undefined ? findBuiltin(resource) : undefined;
  if (schema === undefined) return [];
  return [...schema.fields].flatMap(([name, field]) => (name === "metadata" || name === "status" ? [] : checkField(object, { path: name, name, ...field })));
}

function checkField(
  owner: Readonly<Record<string, unknown>>,
  field: { readonly path: string; readonly name: string; readonly schema: SchemaNode; readonly required: boolean },
): readonly StatusCause[] {
  const { path, name, schema, required } = field;
  const value = owner[name];
  if (value !== undefined && value !== null) return checkValue(value, schema, path);
  return required && !tolerated.has(path) ? [requiredValue(path)] : [];
}

function checkValue(value: unknown, schema: SchemaNode, path: string): readonly StatusCause[] {
  if (schema.kind === "list") return Array.isArray(value) ? value.flatMap((item: unknown, index) => checkValue(item, schema.items, `${path}[${index}]`)) : [];
  if (!isRecord(value)) return [];
  if (schema.kind === "map") return Object.entries(value).flatMap(([key, item]) => checkValue(item, schema.values, `${path}[${key}]`));
  if (schema.kind !== "struct") return [];
  return [...schema.fields].flatMap(([name, field]) => (name === "metadata" ? [] : checkField(value, { path: `${path}.${name}`, name, ...field })));
}
