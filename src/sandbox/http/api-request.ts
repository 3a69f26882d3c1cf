/** Who asks. `groups` includes `system:authenticated` for everybody who proved who they are. */
export interface User {
  readonly name: string;
  readonly groups: readonly string[];
  readonly uid?: string;
}

/** One HTTP request without its connection. */
export interface ApiRequest {
  readonly method: string;
  /** Absolute path with its query string. */
  readonly path: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly user: User;
  /** Aborts when the caller went away. */
  readonly signal: AbortSignal;
}

/** `body` is a stream for watches and logs only. */
export interface ApiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | AsyncIterable<Uint8Array>;
}

export function jsonResponse(value: unknown, status = 200): ApiResponse {
  return { status, headers: { "content-type": "application/json" }, body: typeof value === "string" ? value : `${JSON.stringify(value)}\n` };
}

export function textResponse(text: string, status = 200): ApiResponse {
  return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body: text };
}
