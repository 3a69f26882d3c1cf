/** Where time comes from. Every timer of the product goes through one, so that tests and simulations can step it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once after `delayMs`, unless the returned function is called before. */
  schedule(delayMs: number, callback: () => void): () => void;
}

/** What a timer of Node can hold: 24.8 days. Beyond that it would fire at once. */
const longestTimerMs = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(delayMs, callback) {
    let timer = wait(delayMs);
    return () => clearTimeout(timer);

    function wait(leftMs: number): NodeJS.Timeout {
      if (leftMs <= longestTimerMs) return setTimeout(callback, leftMs);
      return setTimeout(() => (timer = wait(leftMs - longestTimerMs)), longestTimerMs);
    }
  },
};

/** Resolves after `delayMs` on the clock; rejects with the signal's reason when aborted. */
export function sleep(delayMs: number, options: { readonly clock: Clock; readonly signal: AbortSignal }): Promise<void> {
  const { clock, signal } = options;
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const cancel = clock.schedule(delayMs, () => {
      signal.removeEventListener("abort", onAbort);
      resolve();
    });
    function onAbort(): void {
      cancel();
      reject(signal.reason);
    }
    signal.addEventListener("abort", onAbort, { once: true });
  });
}
