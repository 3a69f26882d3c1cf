import type { Log } from "./log.ts";

/** What comes first in our own functions: when to stop, and where to say something. Nothing else belongs in here. */
export interface Context {
  readonly signal: AbortSignal;
  readonly log: Log;
}
