import type { Application, ApplicationWindows, ResourceTree } from "../../api/index.ts";
import type { SillageClient } from "../../client/index.ts";
import type { CliDeps } from "../deps.ts";
import { formatOutput, type ApplicationFormat } from "../output/print.ts";
import { createStatusColors } from "../output/status-colors.ts";
import { formatTable } from "../output/table.ts";
import { formatConditions, formatOperation, formatSummary, type Decorate } from "./describe.ts";
import { formatParameters } from "./format-parameters.ts";
import { formatStatusTree } from "./format-status-tree.ts";
import { cellsOf, listResourceRows, resourceHeader, type ResourceChoice } from "./resource-rows.ts";

export interface Shown {
  readonly output: ApplicationFormat;
  /** Whether the last operation is part of it. */
  readonly operation: boolean;
  readonly windows?: ApplicationWindows;
  /** The source whose parameters are part of it. */
  readonly parametersOf?: number;
  /** Only these resources. */
  readonly resources?: readonly ResourceChoice[];
}

/** Prints what `app get`, and `app sync`, `rollback` and `wait` at their end, show. */
export async function printApplication(client: SillageClient, deps: CliDeps, { application, ...shown }: Shown & { readonly application: Application }): Promise<void> {
  const isTree = shown.output === "tree" || shown.output === "tree=detailed";
  const tree = isTree ? await client.fetchResourceTree(qualifiedName(application), { signal: deps.signal }) : undefined;
  const format = shown.output === "tree" || shown.output === "tree=detailed" ? "wide" : shown.output;
  const page = { ...shown, decorate: createStatusColors(deps.stdout), tree, nowMs: deps.clock.now() };
  deps.stdout.write(formatOutput(format, { value: application, names: () => [qualifiedName(application)], wide: () => formatPage(application, page) }));
}

/** `namespace/name`, as everybody lists applications. */
export function qualifiedName({ metadata }: Application): string {
  return `${metadata.namespace}/${metadata.name}`;
}

interface Page extends Shown {
  readonly decorate: Decorate;
  readonly tree: ResourceTree | undefined;
  readonly nowMs: number;
}

function formatPage(application: Application, page: Page): string {
  const { decorate, windows, operation, parametersOf } = page;
  const blocks = [
    formatSummary(application, { decorate, ...(windows === undefined ? {} : { windows }) }),
    formatConditions(application),
    operation ? formatOperation(application, decorate) : "",
    parametersOf === undefined ? "" : formatParameters(application, parametersOf),
    formatResources(application, page),
  ];
  return blocks.filter((block) => block !== "").join("\n");
}

function formatResources(application: Application, { tree, output, decorate, nowMs, resources = [] }: Page): string {
  const rows = listResourceRows(application, resources);
  if (tree !== undefined) return tree.nodes.length === 0 ? "" : formatStatusTree(tree.nodes, { rows, decorate, nowMs, isDetailed: output === "tree=detailed" });
  return rows.length === 0 ? "" : formatTable(resourceHeader, rows.map(cellsOf), { decorate });
}
