/** Time and concurrency: clocks that can be faked, bounded parallelism, backoff, durations. Knows nothing of Kubernetes or Git. */
export { type Clock, systemClock, sleep } from "./clock.ts";
export { createManualClock, type ManualClock } from "./manual-clock.ts";
export { mapLimit } from "./map-limit.ts";
export { createSlots, type Slots } from "./slots.ts";
export { parseDurationMs } from "./duration.ts";
export { computeBackoffMs, type BackoffOptions } from "./backoff.ts";
