import { CommanderError } from "commander";
import { systemClock } from "../async/index.ts";
import { describeFailure, exitCodeOf, runCommandLine } from "../cli/index.ts";
import { SillageError, toSillageError } from "../errors/index.ts";
import { createCliDeps } from "./cli-deps.ts";
import { readEnvironment } from "./environment.ts";

/** The `sillage` command. Ends on SIGINT and SIGTERM; a failure is one sentence on standard error and an exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interrupted.abort(new SillageError("canceled", `Stopped by ${signal}`)));
  // Whoever reads our output may stop early, as `head` does: that is no failure.
  process.stdout.on("error", (error) => process.exit("code" in error && error.code === "EPIPE" ? 0 : 20));
  const environment = readEnvironment();
  const closers: (() => Promise<void>)[] = [];
  try {
    const deps = createCliDeps({ clock: systemClock, signal: interrupted.signal, environment, onEnd: (close) => void closers.push(close) });
    await runCommandLine(argv, deps, { extraFlags: environment.extraFlags });
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode;
    else if (interrupted.signal.aborted) process.exitCode = 130;
    else report(error);
  } finally {
    for (const close of closers) await close();
  }
}

function report(error: unknown): void {
  const failure = toSillageError(error);
  process.stderr.write(describeFailure(failure, { isTerminal: process.stderr.isTTY }));
  process.exitCode = exitCodeOf(failure);
}
