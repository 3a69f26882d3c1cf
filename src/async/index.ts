/** Time and concurrency: clocks that can be faked, bounded parallelism, backoff. Knows nothing of Kubernetes or Git. */
export { type Clock, systemClock, sleep } from "./clock.ts";
export { createManualClock, type ManualClock } from "./manual-clock.ts";
export { mapLimit } from "./map-limit.ts";
export { createSlots } from "./slots.ts";
export { computeBackoffMs, type BackoffOptions } from "./backoff.ts";
