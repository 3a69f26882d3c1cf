import type { Clock } from "../../async/index.ts";

export interface RateLimitOptions {
  /** Calls that may come at once. */
  readonly burst: number;
  readonly perSecond: number;
}

/** Counts calls: gives 0 for one that may go on, otherwise the milliseconds after which another would. */
export function createRateLimit({ clock }: { readonly clock: Clock }, { burst, perSecond }: RateLimitOptions): () => number {
  let left = burst;
  let countedMs = clock.now();
  return function take() {
    const nowMs = clock.now();
    left = Math.min(burst, left + (Math.max(0, nowMs - countedMs) * perSecond) / 1_000);
    countedMs = nowMs;
    if (left < 1) return Math.ceil(((1 - left) * 1_000) / perSecond);
    left -= 1;
    return 0;
  };
}
