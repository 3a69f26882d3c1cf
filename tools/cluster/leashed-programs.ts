import path from "node:path";
import { start, type RunningProcess } from "../../src/exec/index.ts";

/** Programs that end with this process, however it ends. */
export interface LeashedPrograms {
  run(program: string, args: readonly string[]): void;
  /** Settles with a sentence when the first of them ends. */
  readonly ended: Promise<string>;
  /** Ends them all; resolves when they are gone. */
  close(): Promise<void>;
}

const leash = path.join(import.meta.dirname, "leash.sh");

/** Each program's output goes to `<folder>/<name>.log`. */
export function createLeashedPrograms(folder: string): LeashedPrograms {
  const running: RunningProcess[] = [];
  const { promise: ended, resolve } = Promise.withResolvers<string>();
  return {
    ended,
    run(program, args) {
      const name = path.basename(program);
      const log = path.join(folder, `${name}.log`);
      const child = start("sh", [leash, log, program, ...args]);
      running.push(child);
      void child.ended.then((code) => resolve(`${name} ended with ${code}; its log is "${log}"`));
    },
    async close() {
      for (const child of running) child.stdin.end();
      await Promise.all(running.map((child) => child.ended));
    },
  };
}
