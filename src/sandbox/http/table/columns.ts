import type { Resource } from "../catalog/resource.ts";
import { builtinColumns } from "./builtin-columns.ts";
import { type Column, ageColumn, nameColumn } from "./column.ts";
import { customColumns } from "./custom-columns.ts";

/** The columns `kubectl get` shows of the resource. */
export function columnsOf(resource: Resource): readonly Column[] {
  if (resource.custom !== undefined) return customColumns(resource.custom);
  return builtinColumns[resource.storeName] ?? [nameColumn, ageColumn];
}
