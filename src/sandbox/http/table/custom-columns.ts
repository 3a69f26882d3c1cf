import type { CustomVersion, PrinterColumn } from "../catalog/resource.ts";
import { type Column, ageColumn, nameColumn } from "./column.ts";
import { age } from "./durations.ts";
import { evaluateJsonPath } from "./json-path.ts";

/** The name and the CRD's own columns; the age when it declares none. */
export function customColumns(custom: CustomVersion): readonly Column[] {
  return [nameColumn, ...(custom.printerColumns.length === 0 ? [ageColumn] : custom.printerColumns.map(toColumn))];
}

function toColumn(column: PrinterColumn): Column {
  return { ...column, description: column.description ?? `Custom resource definition column (in JSONPath format): ${column.jsonPath}`, cell: cellOf(column) };
}

function cellOf(column: PrinterColumn): Column["cell"] {
  return (object, now) => {
    const [value] = evaluateJsonPath(column.jsonPath, object);
    if (value === undefined) return column.type === "date" ? "<unknown>" : null;
    if (column.type === "date") return age(value, now);
    if (column.type === "string") return typeof value === "string" ? value : JSON.stringify(value);
    return value;
  };
}
