import { SillageError } from "../errors/index.ts";

const reason = "UnwantedOutcome";

/** The call worked, what it brought about is not what was asked for: a failed sync, something left to prune. Argo CD ends with 1 then. */
export function unwantedOutcome(message: string): SillageError {
  return new SillageError("conflict", message, { reason });
}

/** The one mapping from failure to exit code: Argo CD's 20 for a failed call and 1 for an unwanted outcome, the shell's 130 for an interrupted one. */
export function exitCodeOf(error: SillageError): number {
  if (error.code === "canceled") return 130;
  return error.reason === reason ? 1 : 20;
}
