import { readFile } from "node:fs/promises";

/** What a process has cost so far: CPU seconds, its ended children included, and the memory it has resident, now and at most. */
export interface ProcessCost {
  readonly cpuSeconds: number;
  readonly residentMib: number;
  readonly peakMib: number;
}

const ticksPerSecond = 100;

/** Linux only. */
export async function readProcessCost(pid: number): Promise<ProcessCost> {
  const [stat, status] = await Promise.all([readFile(`/proc/${pid}/stat`, "utf8"), readFile(`/proc/${pid}/status`, "utf8")]);
  // The second field is the program's name in parentheses, which may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { cpuSeconds: ticks / ticksPerSecond, residentMib: readMib(status, "VmRSS"), peakMib: readMib(status, "VmHWM") };
}

function readMib(status: string, name: string): number {
  return Number(new RegExp(String.raw`^${name}:\s+(\d+) kB`, "m").exec(status)?.[1] ?? Number.NaN) / 1024;
}
