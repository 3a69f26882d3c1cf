import type { Log } from "../../src/log/index.ts";

/** Remembers what was logged, as JSON. */
export function createMemoryLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const note = (message: string, fields: object = {}): void => void lines.push(JSON.stringify({ message, ...fields }));
  const log = { lines, debug: note, info: note, warn: note, error: note, with: () => log };
  return log;
}
