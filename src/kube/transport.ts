/** One HTTP exchange with an API server. The client is written against this, so the sandbox can be called in process, without TLS. */
export interface Transport {
  /** Resolves when the response headers are there; rejects with `unavailable` when there is no answer, with the signal's reason on abort. */
  send(request: TransportRequest): Promise<TransportResponse>;
  /** Ends idle connections. */
  close(): Promise<void>;
}

export interface TransportRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Absolute path with its query string. */
  readonly path: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

export interface TransportResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Arrives as it is written: a watch yields its lines at once. */
  readonly body: AsyncIterable<Uint8Array>;
}
