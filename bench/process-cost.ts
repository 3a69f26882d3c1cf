import { readFile } from "node:fs/promises";

/** What a process has cost so far: CPU seconds, its ended children included, and the memory it holds now (proportional set size). */
export interface ProcessCost {
  readonly cpuSeconds: number;
  readonly memoryMib: number;
}

const ticksPerSecond = 100;

/** Linux only. */
export async function readProcessCost(pid: number): Promise<ProcessCost> {
  const [stat, memory] = await Promise.all([readFile(`/proc/${pid}/stat`, "utf8"), readFile(`/proc/${pid}/smaps_rollup`, "utf8")]);
  // The second field is the program's name in parentheses, which may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { cpuSeconds: ticks / ticksPerSecond, memoryMib: Number(/^Pss:\s+(\d+)/m.exec(memory)?.[1] ?? 0) / 1024 };
}
