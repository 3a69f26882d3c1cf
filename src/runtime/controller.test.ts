import assert from "node:assert/strict";
import { test } from "node:test";
import { createManualClock, sleep } from "../async/index.ts";
import { SillageError } from "../errors/index.ts";
import { createLog } from "../log/index.ts";
import { createController } from "./controller.ts";
import { done, type Reconcile } from "./reconcile.ts";

const log = createLog({ level: "silent" });

/** A controller on a manual clock that is stopped when the test ends. */
function startController(t: { after(fn: () => Promise<void>): void }, options: { readonly reconcile: Reconcile; readonly concurrency?: number }) {
  const clock = createManualClock();
  const controller = createController({ reconcile: options.reconcile, clock, log, random: () => 0.5 }, { name: "test", concurrency: options.concurrency ?? 1 });
  const stop = new AbortController();
  const running = controller.run(stop.signal);
  t.after(async () => {
    stop.abort();
    await running;
  });
  return { clock, controller, stop, running };
}

test("a failing key is tried again with growing waits, the others go on", async (t) => {
  const calls: string[] = [];
  const { clock, controller } = startController(t, {
    reconcile: async (_, key) => {
      calls.push(`${key}@${clock.now()}`);
      if (key === "bad" && clock.now() < 600) throw new Error("not yet");
      return done;
    },
  });
  controller.enqueue("bad");
  controller.enqueue("good");
  await clock.advance(0);
  await clock.advance(10_000);
  assert.deepEqual(calls, ["bad@0", "good@0", "bad@200", "bad@600"]);
  controller.enqueue("bad");
  await clock.advance(0);
  assert.deepEqual(calls.slice(4), ["bad@10000"]);
});

test("a terminal failure waits until the key is enqueued again", async (t) => {
  const calls: number[] = [];
  const { clock, controller } = startController(t, {
    reconcile: async () => {
      calls.push(clock.now());
      throw new SillageError("invalid", "The spec is wrong", { terminal: true });
    },
  });
  controller.enqueue("a");
  await clock.advance(0);
  await clock.advance(1_000_000);
  controller.enqueue("a");
  await clock.advance(1_000_000);
  assert.deepEqual(calls, [0, 1_000_000]);
});

test("a result may ask for another look later", async (t) => {
  const calls: number[] = [];
  const { clock, controller } = startController(t, {
    reconcile: async () => {
      calls.push(clock.now());
      return calls.length < 3 ? { requeueAfterMs: 500 } : done;
    },
  });
  controller.enqueue("a", { delayMs: 100 });
  await clock.advance(10_000);
  assert.deepEqual(calls, [100, 600, 1100]);
});

test("one key is never worked on twice at a time, and no more keys than the limit", async (t) => {
  const active = new Set<string>();
  let most = 0;
  let total = 0;
  const { clock, controller } = startController(t, {
    concurrency: 3,
    reconcile: async ({ signal }, key) => {
      assert.equal(active.has(key), false, key);
      active.add(key);
      most = Math.max(most, active.size);
      await sleep(100, { clock, signal });
      active.delete(key);
      total += 1;
      return done;
    },
  });
  for (const key of ["a", "b", "c", "d", "e"]) controller.enqueue(key);
  await clock.advance(50);
  controller.enqueue("a");
  await clock.advance(1000);
  assert.deepEqual({ most, total }, { most: 3, total: 6 });
});

test("an abort ends the run after the reconciles under way and is no failure", async (t) => {
  const lines: string[] = [];
  const { clock, controller, stop, running } = startController(t, {
    reconcile: async ({ signal }) => {
      try {
        await sleep(1000, { clock, signal });
      } finally {
        lines.push("cleaned up");
      }
      return done;
    },
  });
  controller.enqueue("a");
  await clock.advance(10);
  stop.abort();
  await running;
  lines.push("ended");
  assert.deepEqual(lines, ["cleaned up", "ended"]);
});
