import type { Application } from "../../api/index.ts";
import { formatOutput, type OutputFormat } from "../output/print.ts";
import { formatTable } from "../output/table.ts";
import { formatConditions, formatOperation, formatSummary } from "./describe.ts";
import { cellsOf, listResourceRows, resourceHeader } from "./resource-rows.ts";

/** What `app get`, and `app sync`, `rollback` and `wait` at their end, show; `operation` says whether the last one is part of it. */
export function formatApplication(application: Application, show: { readonly output: OutputFormat; readonly operation: boolean }): string {
  return formatOutput(show.output, { value: application, names: () => [qualifiedName(application)], wide: () => formatWide(application, show.operation) });
}

/** `namespace/name`, as everybody lists applications. */
export function qualifiedName({ metadata }: Application): string {
  return `${metadata.namespace}/${metadata.name}`;
}

function formatWide(application: Application, showsOperation: boolean): string {
  const rows = listResourceRows(application).map(cellsOf);
  const blocks = [
    formatSummary(application),
    formatConditions(application),
    showsOperation ? formatOperation(application) : "",
    rows.length === 0 ? "" : formatTable(resourceHeader, rows),
  ];
  return blocks.filter((block) => block !== "").join("\n");
}
