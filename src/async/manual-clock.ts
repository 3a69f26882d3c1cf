import type { Clock } from "./clock.ts";

/** A clock that stands still until it is advanced. */
export interface ManualClock extends Clock {
  /** Moves time forward, running due timers in order and letting pending promises settle before each of them. */
  advance(deltaMs: number): Promise<void>;
}

interface Timer {
  readonly dueMs: number;
  readonly callback: () => void;
}

/**
 * For tests and simulations. `startMs` is the first value of `now()`; `settle` resolves when what a timer has set off is over: after one turn of the event
 * loop, unless something outside of it, such as a child process, is to be waited for.
 */
export function createManualClock(startMs = 0, settle = nextTurn): ManualClock {
  let nowMs = startMs;
  const timers = new Set<Timer>();

  function earliestDue(limitMs: number): Timer | undefined {
    let found: Timer | undefined;
    for (const timer of timers) {
      if (timer.dueMs <= limitMs && (found === undefined || timer.dueMs < found.dueMs)) found = timer;
    }
    return found;
  }

  return {
    now: () => nowMs,
    schedule(delayMs, callback) {
      const timer = { dueMs: nowMs + Math.max(0, delayMs), callback };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    async advance(deltaMs) {
      const endMs = nowMs + deltaMs;
      await settle();
      for (let timer = earliestDue(endMs); timer !== undefined; timer = earliestDue(endMs)) {
        timers.delete(timer);
        nowMs = Math.max(nowMs, timer.dueMs);
        timer.callback();
        await settle();
      }
      nowMs = endMs;
      await settle();
    },
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
