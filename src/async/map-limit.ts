export interface MapLimitOptions {
  /** At most this many calls are under way at once. */
  readonly limit: number;
  readonly signal: AbortSignal;
}

/** Maps with bounded concurrency; results stand in input order. The first failure stops new calls and is thrown once those under way have ended. */
export async function mapLimit<T, R>(items: readonly T[], options: MapLimitOptions, fn: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const entries = items.entries();
  let failed = false;

  async function work(): Promise<void> {
    for (const [index, item] of entries) {
      if (failed) return;
      options.signal.throwIfAborted();
      try {
        results[index] = await fn(item, index);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  }

  const workers = Array.from({ length: Math.min(options.limit, items.length) }, work);
  const outcomes = await Promise.allSettled(workers);
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
  return results;
}
