import type { SillageError } from "../../errors/index.ts";
import type { CliDeps } from "../deps.ts";

interface Limit {
  /** 0: never. */
  readonly seconds: number;
  /** What is thrown then: it says what was waited for. */
  readonly timeout: SillageError;
}

/** Runs with a signal that also ends after the seconds. */
export async function withTimeout<T>(deps: Pick<CliDeps, "clock" | "signal">, { seconds, timeout }: Limit, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  if (seconds === 0) return run(deps.signal);
  const late = new AbortController();
  const cancel = deps.clock.schedule(seconds * 1000, () => late.abort(timeout));
  try {
    return await run(AbortSignal.any([deps.signal, late.signal]));
  } finally {
    cancel();
  }
}
