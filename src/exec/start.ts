import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { childEnvironment } from "./environment.ts";

export interface StartOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A long-lived program with its pipes. */
export interface RunningProcess {
  readonly stdin: ChildProcessWithoutNullStreams["stdin"];
  readonly stdout: ChildProcessWithoutNullStreams["stdout"];
  readonly stderr: ChildProcessWithoutNullStreams["stderr"];
  /** Settles with the exit code when the program has ended, however it ended; -1 when it could not be started or died by a signal. */
  readonly ended: Promise<number>;
  /** TERM, then KILL after two seconds; resolves when it has ended. */
  close(): Promise<void>;
}

/** Starts a program that outlives the call, such as `git cat-file --batch-command`. The caller owns it and must close it. */
export function start(command: string, args: readonly string[], options: StartOptions = {}): RunningProcess {
  const child = spawn(command, args, { cwd: options.cwd, env: childEnvironment(options.env ?? {}), stdio: "pipe" });
  const ended = new Promise<number>((resolve) => {
    child.on("error", () => resolve(-1));
    child.on("close", (code) => resolve(code ?? -1));
  });
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    ended,
    async close() {
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), 2_000);
      await ended;
      clearTimeout(timer);
    },
  };
}
