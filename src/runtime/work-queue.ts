import { computeBackoffMs, type BackoffOptions, type Clock } from "../async/index.ts";

export interface WorkQueueDeps {
  readonly clock: Clock;
  /** In [0, 1), for the jitter of retries. */
  readonly random: () => number;
}

/**
 * Keys that wait to be worked on. A key stands in the queue at most once, is never handed to two workers at a time, and when added while it is being
 * worked on comes again afterwards.
 */
export interface WorkQueue {
  /** With a delay: the earliest of several pending delays wins, and adding at once does not cancel it. */
  add(key: string, options?: { readonly delayMs?: number }): void;
  /** Adds after a wait that doubles with each call until `forget`. Returns the wait. */
  addRateLimited(key: string): number;
  /** The next failure of this key is its first again. */
  forget(key: string): void;
  /** Waits for a key; the caller must say `done` with it. Rejects with the signal's reason on abort. */
  take(signal: AbortSignal): Promise<string>;
  done(key: string): void;
  /** How many keys could be worked on now. */
  getDepth(): number;
  /** Cancels all timers. */
  close(): void;
}

interface Delayed {
  readonly dueMs: number;
  readonly cancel: () => void;
}

const retryBackoff: BackoffOptions = { baseMs: 200, factor: 2, maxMs: 300_000 };
const jitter = 0.2;

export function createWorkQueue(deps: WorkQueueDeps, backoff: BackoffOptions = retryBackoff): WorkQueue {
  return new KeyQueue(deps, backoff);
}

class KeyQueue implements WorkQueue {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #backoff: BackoffOptions;
  /** To be taken, in order. */
  readonly #ready = new Set<string>();
  readonly #active = new Set<string>();
  /** Added while active. */
  readonly #again = new Set<string>();
  readonly #delayed = new Map<string, Delayed>();
  readonly #failures = new Map<string, number>();
  readonly #takers = new Set<(key: string) => void>();

  constructor(deps: WorkQueueDeps, backoff: BackoffOptions) {
    this.#clock = deps.clock;
    this.#random = deps.random;
    this.#backoff = backoff;
  }

  add(key: string, options: { readonly delayMs?: number } = {}): void {
    const { delayMs = 0 } = options;
    if (delayMs > 0) this.#addLater(key, delayMs);
    else this.#addNow(key);
  }

  addRateLimited(key: string): number {
    const count = this.#failures.get(key) ?? 0;
    this.#failures.set(key, count + 1);
    const delayMs = Math.round(computeBackoffMs(count, this.#backoff) * (1 + jitter * (2 * this.#random() - 1)));
    this.add(key, { delayMs });
    return delayMs;
  }

  forget(key: string): void {
    this.#failures.delete(key);
  }

  take(signal: AbortSignal): Promise<string> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const onAbort = (): void => {
        this.#takers.delete(taker);
        reject(signal.reason);
      };
      function taker(key: string): void {
        signal.removeEventListener("abort", onAbort);
        resolve(key);
      }
      signal.addEventListener("abort", onAbort, { once: true });
      this.#takers.add(taker);
      this.#dispatch();
    });
  }

  done(key: string): void {
    this.#active.delete(key);
    if (this.#again.delete(key)) this.#addNow(key);
  }

  getDepth(): number {
    return this.#ready.size;
  }

  close(): void {
    for (const { cancel } of this.#delayed.values()) cancel();
    this.#delayed.clear();
  }

  #addNow(key: string): void {
    if (this.#active.has(key)) {
      this.#again.add(key);
      return;
    }
    this.#ready.add(key);
    this.#dispatch();
  }

  #addLater(key: string, delayMs: number): void {
    const dueMs = this.#clock.now() + delayMs;
    const pending = this.#delayed.get(key);
    if (pending !== undefined && pending.dueMs <= dueMs) return;
    pending?.cancel();
    const cancel = this.#clock.schedule(delayMs, () => {
      this.#delayed.delete(key);
      this.#addNow(key);
    });
    this.#delayed.set(key, { dueMs, cancel });
  }

  /** Hands the first ready key to the taker that has waited longest. */
  #dispatch(): void {
    const [taker] = this.#takers;
    const [key] = this.#ready;
    if (taker === undefined || key === undefined) return;
    this.#takers.delete(taker);
    this.#ready.delete(key);
    this.#active.add(key);
    taker(key);
  }
}
