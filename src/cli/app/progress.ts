import type { Application } from "../../api/index.ts";
import type { CliDeps } from "../deps.ts";
import { cellsOf, listResourceRows, resourceHeader } from "./resource-rows.ts";

/** Live progress: one line for each change of a resource, as it happens. */
export interface Progress {
  show(application: Application): void;
}

const widths = [20, 15, 25, 15, 30, 10, 12, 8] as const;

/** Writes to standard error, so that standard output stays data. */
export function createProgress(deps: CliDeps): Progress {
  const seen = new Map<string, string>();
  let started = false;

  function line(cells: readonly string[]): string {
    return `${cells
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join(" ")
      .trimEnd()}\n`;
  }

  return {
    show(application) {
      if (!started) deps.stderr.write(line(["TIMESTAMP", ...resourceHeader]));
      started = true;
      for (const row of listResourceRows(application)) {
        const key = `${row.group}/${row.kind}/${row.namespace}/${row.name}`;
        const state = [row.status, row.health, row.hook, row.message].join("\0");
        if (seen.get(key) === state) continue;
        seen.set(key, state);
        deps.stderr.write(line([new Date(deps.clock.now()).toISOString().slice(0, 19), ...cellsOf(row)]));
      }
    },
  };
}
