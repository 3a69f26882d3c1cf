import { clusterColumns } from "./cluster-columns.ts";
import type { Column } from "./column.ts";
import { configColumns } from "./config-columns.ts";
import { networkColumns } from "./network-columns.ts";
import { workloadColumns } from "./workload-columns.ts";

/** The columns of the built-in kinds by `group/plural`, as the real server prints them. */
export const builtinColumns: Readonly<Record<string, readonly Column[]>> = { ...workloadColumns, ...networkColumns, ...configColumns, ...clusterColumns };
