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
  /** Only lines at most this old. */
  readonly sinceMs?: number;
  readonly signal: AbortSignal;
}

/** Whoever runs the pods and so has their logs: the kubelet. */
export interface LogSource {
  /**
   * Lines with their newline, as they come; ends at the last one, or with `follow` when the container or the signal ends. Rejects before the first line
   * with `notFound` for an unknown pod and `invalid` for a container that has no such log, in the words of the kubelet.
   */
  readLogs(request: LogRequest): Promise<AsyncIterable<string>>;
}
