import { SillageError } from "../errors/index.ts";

const unwanted = "UnwantedOutcome";
const refused = "LoginRefused";
const misuse = "MisusedFlags";

/** The call worked, what it brought about is not what was asked for: a failed sync, something left to prune. Argo CD ends with 1 then. */
export function unwantedOutcome(message: string): SillageError {
  return new SillageError("conflict", message, { reason: unwanted });
}

/** Flags that make no sense together, or not for this application. Argo CD ends with 1 then. */
export function misusedFlags(message: string): SillageError {
  return new SillageError("invalid", message, { reason: misuse });
}

/** A login that failed, so that nobody is told to log in. */
export function refusedLogin(message: string, cause: unknown): SillageError {
  return new SillageError("unauthenticated", message, { reason: refused, cause });
}

export function isRefusedLogin({ reason }: SillageError): boolean {
  return reason === refused;
}

/** The one mapping from failure to exit code: Argo CD's 20 for a failed call and 1 for an unwanted outcome or a misuse, the shell's 130 for an interrupted one. */
export function exitCodeOf(error: SillageError): number {
  if (error.code === "canceled") return 130;
  return error.reason === unwanted || error.reason === misuse ? 1 : 20;
}
