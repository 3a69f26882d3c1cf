import type { SchemaNode, StructNode } from "../../kube/schema/index.ts";

/**
 * Struct fields that the API server's own types always write, even when empty. A field that was always there is not owned by whom fills it first,
 * only what is below it is; so this shows in the managedFields of every created object.
 */
const alwaysWritten: ReadonlySet<string> = new Set([
  "acceptedNames",
  "jobTemplate",
  "loadBalancer",
  "metadata",
  "names",
  "spec",
  "status",
  "strategy",
  "template",
  "updateStrategy",
]);

/** An object of a kind as it is before anything is written to it. Custom resources are empty; built-in kinds have their structs. */
export function buildEmptyObject(schema: SchemaNode | undefined): Readonly<Record<string, unknown>> {
  return schema?.kind === "struct" && schema.definition !== undefined ? buildEmptyStruct(schema) : {};
}

function buildEmptyStruct(struct: StructNode): Readonly<Record<string, unknown>> {
  const entries = [...struct.fields].flatMap(([name, { schema, required }]): [string, unknown][] => {
    if (schema.kind === "struct" && schema.definition !== undefined && isAlwaysWritten(struct, name)) return [[name, schema.atomic ? {} : buildEmptyStruct(schema)]];
    return required && schema.kind !== "struct" ? [[name, null]] : [];
  });
  return Object.fromEntries(entries);
}

function isAlwaysWritten(struct: StructNode, field: string): boolean {
  if (struct.definition?.endsWith(".ReplicationControllerSpec")) return false;
  return alwaysWritten.has(field) || (field === "resources" && struct.definition?.endsWith(".PersistentVolumeClaimSpec") === true);
}
