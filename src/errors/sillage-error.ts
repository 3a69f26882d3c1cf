/** What kind of failure it is. The family is closed: a new code needs an HTTP status and an exit code. */
export type ErrorCode = "invalid" | "notFound" | "conflict" | "forbidden" | "unauthenticated" | "unavailable" | "deadline" | "canceled" | "internal";

export interface SillageErrorOptions {
  readonly cause?: unknown;
  /** Retrying cannot help until the input (spec, revision, settings) changes. */
  readonly terminal?: boolean;
  /** A stable CamelCase reason, for conditions and machines, such as `RevisionNotFound`. */
  readonly reason?: string;
}

/** A failure with a code. The message says what we did, to what, and why it failed: sentence case, no full stop, no secrets. */
export class SillageError extends Error {
  readonly code: ErrorCode;
  readonly terminal: boolean;
  readonly reason: string | undefined;

  constructor(code: ErrorCode, message: string, options: SillageErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "SillageError";
    this.code = code;
    this.terminal = options.terminal ?? false;
    this.reason = options.reason;
  }
}

/** True for an error of our family, optionally only with the given code. */
export function isSillageError(error: unknown, code?: ErrorCode): error is SillageError {
  return error instanceof SillageError && (code === undefined || error.code === code);
}

/** Any thrown value as a member of the family: aborts become `canceled` or `deadline`, the rest `internal`. */
export function toSillageError(error: unknown): SillageError {
  if (error instanceof SillageError) return error;
  if (error instanceof Error && error.name === "TimeoutError") return new SillageError("deadline", error.message, { cause: error });
  if (error instanceof Error && error.name === "AbortError") return new SillageError("canceled", error.message, { cause: error });
  return new SillageError("internal", messageOf(error), { cause: error });
}

/** The message of an error and of its causes, joined by ": ", each said once. */
export function describeError(error: unknown): string {
  const parts: string[] = [];
  for (let current = error; current !== undefined && current !== null; current = current instanceof Error ? current.cause : undefined) {
    const message = messageOf(current);
    if (message !== "" && !parts.some((part) => part.includes(message))) parts.push(message);
  }
  return parts.join(": ");
}

function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  return typeof error === "string" ? error : JSON.stringify(error);
}
