import type { Conflict } from "./merge-managers.ts";
import type { Manager } from "./managers.ts";
import { formatPath } from "./path-element.ts";

/** Why an apply failed, as the API server says it. */
export interface ConflictReport {
  readonly message: string;
  /** One per field, for the Status' causes. */
  readonly causes: readonly { readonly reason: "FieldManagerConflict"; readonly message: string; readonly field: string }[];
}

export function reportConflicts(conflicts: readonly Conflict[]): ConflictReport {
  return {
    message: `Apply failed with ${conflicts.length} conflict${conflicts.length === 1 ? "" : "s"}: ${describeConflicts(conflicts)}`,
    causes: conflicts.map(({ manager, path }) => ({ reason: "FieldManagerConflict", message: `conflict with ${describeManager(manager)}`, field: formatPath(path) })),
  };
}

function describeConflicts(conflicts: readonly Conflict[]): string {
  const [first] = conflicts;
  if (conflicts.length === 1 && first !== undefined) return `conflict with ${describeManager(first.manager)}: ${formatPath(first.path)}`;
  const byManager = Map.groupBy(conflicts, ({ manager }) => describeManager(manager));
  const blocks = [...byManager].map(([manager, fields]) => [`conflicts with ${manager}:`, ...fields.map(({ path }) => `- ${formatPath(path)}`)].join("\n"));
  return blocks.join("\n");
}

function describeManager({ name, operation, apiVersion, subresource }: Manager): string {
  const manager = subresource === "" ? JSON.stringify(name) : `${JSON.stringify(name)} with subresource ${JSON.stringify(subresource)}`;
  return operation === "Update" ? `${manager} using ${apiVersion}` : manager;
}
