import type { ErrorCode } from "../errors/index.ts";

/** The one mapping from error code to exit code: Argo CD's 20 for a failed call, the shell's 130 for an interrupted one. */
export function exitCodeOf(code: ErrorCode): number {
  return code === "canceled" ? 130 : 20;
}
