import { SillageError, type ErrorCode } from "../errors/index.ts";
import { getRecord, getString, isRecord } from "./fields.ts";

/** The failure of one API call, from the status code and the server's Status object (or whatever text it sent instead). */
export function apiError(action: string, status: number, body: string): SillageError {
  const answer = parseStatus(body);
  const message = answer.message ?? `the server answered with status ${status}`;
  const options = answer.reason === undefined ? {} : { reason: answer.reason };
  return new SillageError(codeOf(status), `Cannot ${action}: ${message}`, options);
}

/** The failure that a watch reports as an ERROR event carrying a Status object. */
export function watchError(action: string, status: unknown): SillageError {
  const code = isRecord(status) && typeof status["code"] === "number" ? status["code"] : 500;
  return apiError(action, code, JSON.stringify(status));
}

function codeOf(status: number): ErrorCode {
  if (status === 401) return "unauthenticated";
  if (status === 403) return "forbidden";
  if (status === 404) return "notFound";
  if (status === 409 || status === 410) return "conflict";
  return status === 429 || status >= 500 ? "unavailable" : "invalid";
}

function parseStatus(body: string): { readonly message?: string | undefined; readonly reason?: string | undefined } {
  try {
    const status: unknown = JSON.parse(body);
    if (getRecord(status) !== undefined) return { message: getString(status, "message"), reason: getString(status, "reason") };
  } catch {
    // Proxies and old servers answer in plain text; their first line is the best message there is.
  }
  const line = body.trim().split("\n", 1)[0] ?? "";
  return line === "" ? {} : { message: line.slice(0, 500) };
}
