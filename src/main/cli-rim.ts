import type { Clock } from "../async/index.ts";
import type { Environment } from "./environment.ts";

/** What a command of the command line gets from its process. */
export interface CliRim {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly environment: Environment;
  /** What a command has opened, to be closed when it has ended. */
  readonly onEnd: (close: () => Promise<void>) => void;
}
