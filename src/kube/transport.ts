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
  /** The answer may go on for minutes (a watch, a followed log): it gets a connection of its own and no read timeout. */
  readonly streaming?: boolean;
  readonly signal: AbortSignal;
}

export interface TransportResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Arrives as it is written: a watch yields its lines at once. */
  readonly body: AsyncIterable<Uint8Array>;
}
