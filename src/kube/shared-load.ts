/**
 * Makes concurrent callers share one call of `load`. When the caller that began it aborts it, the others begin another one; a real failure is everybody's.
 */
export function createSharedLoad<T>(load: (signal: AbortSignal) => Promise<T>): (signal: AbortSignal) => Promise<T> {
  let current: { readonly promise: Promise<T>; readonly signal: AbortSignal } | undefined;

  return async function shared(signal) {
    for (;;) {
      signal.throwIfAborted();
      const joined = current;
      if (joined === undefined) {
        current = { promise: load(signal), signal };
        try {
          return await current.promise;
        } finally {
          current = undefined;
        }
      }
      try {
        return await joined.promise;
      } catch (error) {
        if (!joined.signal.aborted) throw error;
      }
    }
  };
}
