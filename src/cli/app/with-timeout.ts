import { SillageError } from "../../errors/index.ts";
import type { CliDeps } from "../program.ts";

/** Runs with a signal that also ends after the seconds (0: never); the timeout is a `deadline` that says what was waited for. */
export async function withTimeout<T>(deps: CliDeps, limit: { readonly seconds: number; readonly what: string }, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  if (limit.seconds <= 0) return run(deps.signal);
  const timeout = new AbortController();
  const cancel = deps.clock.schedule(limit.seconds * 1000, () => timeout.abort(new SillageError("deadline", limit.what)));
  try {
    return await run(AbortSignal.any([deps.signal, timeout.signal]));
  } finally {
    cancel();
  }
}
