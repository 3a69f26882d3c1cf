import type { ResourceNode } from "../../api/index.ts";
import { formatAge } from "../output/age.ts";
import { formatTable } from "../output/table.ts";
import type { ResourceRow } from "./resource-rows.ts";
import { layOutTree } from "./resource/tree.ts";

interface StatusTree {
  /** What is known of the resources at the roots. */
  readonly rows: readonly ResourceRow[];
  readonly decorate: (cell: string) => string;
  readonly nowMs: number;
  readonly isDetailed: boolean;
}

/** The resources and what they made, each with its status, as `-o tree` shows them. */
export function formatStatusTree(nodes: readonly ResourceNode[], { rows, decorate, nowMs, isDetailed }: StatusTree): string {
  const known = new Map(rows.map((row) => [identity(row), row]));
  const header = isDetailed ? ["KIND/NAME", "STATUS", "HEALTH", "AGE", "MESSAGE", "REASON"] : ["KIND/NAME", "STATUS", "HEALTH", "MESSAGE"];
  const lines = layOutTree(nodes).map(({ prefix, node }) => {
    const row = known.get(identity(node));
    const [status = "", health = "", message = ""] = [row?.status, row?.health ?? node.health?.status, row?.message];
    const name = `${prefix}${node.kind}/${node.name}`;
    return isDetailed ? [name, status, health, formatAge(node.createdAt, nowMs), message, node.health?.message ?? ""] : [name, status, health, message];
  });
  return formatTable(header, lines, { decorate });
}

function identity({ group = "", kind, namespace = "", name }: Pick<ResourceNode, "group" | "kind" | "namespace" | "name">): string {
  return `${group}/${kind}/${namespace}/${name}`;
}
