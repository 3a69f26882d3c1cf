import { paint, type TextOutput } from "./text-output.ts";

const colors: Readonly<Record<string, "green" | "yellow" | "red" | "cyan">> = {
  Synced: "green",
  Healthy: "green",
  Succeeded: "green",
  OutOfSync: "yellow",
  Missing: "yellow",
  Suspended: "yellow",
  PruneSkipped: "yellow",
  Progressing: "cyan",
  Running: "cyan",
  Terminating: "cyan",
  Degraded: "red",
  Failed: "red",
  Error: "red",
  SyncFailed: "red",
};

/** Words of status in their colours, where the output shows colours; any other text as it is. */
export function createStatusColors(output: TextOutput): (word: string) => string {
  return (word) => {
    const color = colors[word];
    return color === undefined ? word : paint(output, color, word);
  };
}
