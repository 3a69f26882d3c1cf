/** What `pods/log` can be asked for. */
export interface LogRequest {
  readonly namespace: string;
  readonly pod: string;
  /** May be left out for pods with one container. */
  readonly container?: string;
  readonly previous?: boolean;
  readonly follow?: boolean;
  readonly timestamps?: boolean;
  readonly tailLines?: number;
  readonly limitBytes?: number;
  readonly sinceMs?: number;
  readonly signal: AbortSignal;
}

/** Whoever runs the pods and so has their logs: the kubelet. Rejects with `invalid` or `notFound` when there is no such log. */
export interface LogSource {
  readLogs(request: LogRequest): Promise<AsyncIterable<string>>;
}
