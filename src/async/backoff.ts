export interface BackoffOptions {
  readonly baseMs: number;
  readonly factor: number;
  readonly maxMs: number;
}

/** Exponential backoff: the wait before try number `attempt` (0 = first retry), without jitter. */
export function computeBackoffMs(attempt: number, options: BackoffOptions): number {
  return Math.min(options.maxMs, options.baseMs * options.factor ** attempt);
}
