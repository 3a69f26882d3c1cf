import { Option, type Command } from "commander";
import type { ResourceNode, ResourceTree } from "../../../api/index.ts";
import { connectFrom } from "../../connect.ts";
import type { CliDeps } from "../../deps.ts";
import { appNamespaceOption, projectHint } from "../../flags.ts";
import { formatAge } from "../../output/age.ts";
import { formatTable } from "../../output/table.ts";
import { qualify } from "../select-names.ts";
import { layOutTree } from "./tree.ts";

interface ResourcesOptions {
  readonly appNamespace?: string;
  readonly orphaned?: boolean;
  readonly output: "wide" | "tree" | "tree=detailed";
}

const header = ["GROUP", "KIND", "NAMESPACE", "NAME", "ORPHANED"];

export function addAppResources(app: Command, deps: CliDeps): void {
  app
    .command("resources <name>")
    .description("list the objects of an application, and those in its namespace that are nobody's")
    .option("--orphaned", "only those that are nobody's")
    .addOption(new Option("-o, --output <format>", "output format").choices(["wide", "tree", "tree=detailed"]).default("wide"))
    .addOption(appNamespaceOption())
    .addOption(projectHint())
    .action(async (given: string, { appNamespace, orphaned = false, output }: ResourcesOptions, self: Command) => {
      const client = await connectFrom(self, deps);
      const tree = await client.fetchResourceTree(qualify(given, appNamespace), { signal: deps.signal });
      const shown = orphaned ? { ...tree, nodes: [] } : tree;
      deps.stdout.write(output === "wide" ? formatList(shown) : formatTree(shown, { isDetailed: output === "tree=detailed", nowMs: deps.clock.now() }));
    });
}

function formatList({ nodes, orphanedNodes }: ResourceTree): string {
  const own = nodes.filter(({ parentRefs = [] }) => parentRefs.length === 0);
  return formatTable(header, [...own.map((node) => cellsOf(node, "No")), ...orphanedNodes.map((node) => cellsOf(node, "Yes"))]);
}

function formatTree({ nodes, orphanedNodes }: ResourceTree, { isDetailed, nowMs }: { readonly isDetailed: boolean; readonly nowMs: number }): string {
  const rows = ([nodes, orphanedNodes] as const).flatMap((list, index) =>
    layOutTree(list).map(({ prefix, node }) => [
      ...cellsOf({ ...node, kind: `${prefix}${node.kind}` }, index === 0 ? "No" : "Yes"),
      ...(isDetailed ? [formatAge(node.createdAt, nowMs), node.health?.status ?? "", node.health?.message ?? ""] : []),
    ]),
  );
  return formatTable(isDetailed ? [...header, "AGE", "HEALTH", "REASON"] : header, rows);
}

function cellsOf({ group = "", kind, namespace = "", name }: ResourceNode, orphaned: string): readonly string[] {
  return [group, kind, namespace, name, orphaned];
}
