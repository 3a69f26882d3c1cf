import { getField, getList, getString } from "../../../src/kube/index.ts";

/** Who owns what: `manager:Operation` → its fieldsV1. */
export function managedFields(object: unknown): Record<string, unknown> {
  const entries = getList(object, "metadata", "managedFields");
  return Object.fromEntries(entries.map((entry) => [`${getString(entry, "manager")}:${getString(entry, "operation")}`, getField(entry, "fieldsV1")]));
}
