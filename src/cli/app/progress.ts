import type { Application } from "../../api/index.ts";
import type { CliDeps } from "../deps.ts";
import { createStatusColors } from "../output/status-colors.ts";
import { formatTable } from "../output/table.ts";
import type { Terminal } from "../output/text-output.ts";
import { cellsOf, listResourceRows, resourceHeader, type ResourceChoice, type ResourceRow } from "./resource-rows.ts";

/** What a person sees while they wait. Goes to standard error, so that standard output stays data. */
export interface Progress {
  show(application: Application): void;
  /** Nothing more will be shown. */
  end(): void;
}

/** On a terminal a table that changes in its place; elsewhere a line for each change of a resource. */
export function createProgress(deps: CliDeps, resources: readonly ResourceChoice[] = []): Progress {
  const { terminal } = deps.stderr;
  const list = (application: Application): readonly ResourceRow[] => listResourceRows(application, resources);
  return terminal === undefined ? createLines(deps, list) : createLiveTable(deps, terminal, list);
}

type ListRows = (application: Application) => readonly ResourceRow[];

const widths = [20, 15, 25, 15, 30, 10, 12, 8] as const;

function createLines({ stderr, clock }: CliDeps, list: ListRows): Progress {
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
      if (!started) stderr.write(line(["TIMESTAMP", ...resourceHeader]));
      started = true;
      for (const row of list(application)) {
        const key = `${row.group}/${row.kind}/${row.namespace}/${row.name}`;
        const state = [row.status, row.health, row.hook, row.message].join("\0");
        if (seen.get(key) === state) continue;
        seen.set(key, state);
        stderr.write(line([new Date(clock.now()).toISOString().slice(0, 19), ...cellsOf(row)]));
      }
    },
    end() {},
  };
}

const eraseLine = "\u001B[2K";
const lineUp = "\u001B[1A";
/** More would scroll away, and could not be drawn over. */
const mostRows = 15;

function createLiveTable({ stderr, clock }: CliDeps, terminal: Terminal, list: ListRows): Progress {
  const startedMs = clock.now();
  const decorate = createStatusColors(stderr);
  let drawn = 0;

  function erase(): string {
    const erased = `${lineUp}${eraseLine}`.repeat(drawn);
    drawn = 0;
    return erased;
  }

  return {
    show(application) {
      const text = formatLive(application, { rows: list(application), seconds: Math.round((clock.now() - startedMs) / 1000), columns: terminal.columns, decorate });
      stderr.write(`${erase()}${text}`);
      drawn = text.split("\n").length - 1;
    },
    end() {
      stderr.write(erase());
    },
  };
}

interface Live {
  readonly rows: readonly ResourceRow[];
  readonly seconds: number;
  readonly columns: number;
  readonly decorate: (word: string) => string;
}

/** A heading, then the resources that are not where they should be. */
function formatLive({ metadata, status }: Application, { rows, seconds, columns, decorate }: Live): string {
  const waiting = rows.filter(({ status: sync, health }) => !isSettled(sync, health));
  const words = [status.sync?.status ?? "Unknown", status.health?.status ?? "Unknown", status.operationState?.phase ?? ""].filter((word) => word !== "").map(decorate);
  const heading = `${metadata.name}: ${words.join(", ")} (${rows.length - waiting.length} of ${rows.length} resources, ${seconds} s)\n`;
  const shown = waiting.slice(0, mostRows).map(cellsOf);
  const more = waiting.length > mostRows ? `… and ${waiting.length - mostRows} more\n` : "";
  return heading + (shown.length === 0 ? "" : formatTable(resourceHeader, shown, { decorate, columns })) + more;
}

function isSettled(sync: string, health: string): boolean {
  return ["Synced", "Succeeded", "Pruned"].includes(sync) && ["", "Healthy"].includes(health);
}
