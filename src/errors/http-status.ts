import type { ErrorCode } from "./sillage-error.ts";

const statuses: Readonly<Record<ErrorCode, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  canceled: 499,
  internal: 500,
  unavailable: 503,
  deadline: 504,
};

/** The one mapping from error code to HTTP status. */
export function httpStatusOf(code: ErrorCode): number {
  return statuses[code];
}
