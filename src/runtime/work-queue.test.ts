import assert from "node:assert/strict";
import { test } from "node:test";
import { createManualClock } from "../async/index.ts";
import { createWorkQueue } from "./work-queue.ts";

const noJitter = { random: () => 0.5 };

function createQueue() {
  const clock = createManualClock();
  const queue = createWorkQueue({ clock, ...noJitter }, { baseMs: 100, factor: 2, maxMs: 1000 });
  const { signal } = new AbortController();
  /** Everything that can be taken now, without waiting. */
  async function takeReady(): Promise<string[]> {
    const stop = new AbortController();
    const keys: string[] = [];
    const loop = (async () => {
      for (;;) keys.push(await queue.take(stop.signal));
    })();
    await clock.advance(0);
    stop.abort();
    await loop.catch(() => undefined);
    return keys;
  }
  return { clock, queue, signal, takeReady };
}

test("a key stands in the queue once, in the order it came", async () => {
  const { queue, takeReady } = createQueue();
  for (const key of ["a", "b", "a", "c", "b"]) queue.add(key);
  assert.deepEqual(await takeReady(), ["a", "b", "c"]);
});

test("a key added while it is worked on comes again afterwards, once", async () => {
  const { queue, signal, takeReady } = createQueue();
  queue.add("a");
  assert.equal(await queue.take(signal), "a");
  queue.add("a");
  queue.add("a");
  assert.deepEqual(await takeReady(), []);
  queue.done("a");
  assert.deepEqual(await takeReady(), ["a"]);
  queue.done("a");
  assert.deepEqual(await takeReady(), []);
});

test("of several delays the earliest wins, and an immediate add leaves it standing", async () => {
  const { clock, queue, takeReady } = createQueue();
  queue.add("a", { delayMs: 500 });
  queue.add("a", { delayMs: 200 });
  queue.add("a", { delayMs: 900 });
  queue.add("a");
  assert.deepEqual(await takeReady(), ["a"]);
  queue.done("a");
  await clock.advance(199);
  assert.deepEqual(await takeReady(), []);
  await clock.advance(1);
  assert.deepEqual(await takeReady(), ["a"]);
  queue.done("a");
  await clock.advance(1000);
  assert.deepEqual(await takeReady(), []);
});

test("retries wait longer each time, up to a limit, until they are forgotten", () => {
  const { queue } = createQueue();
  const waits = Array.from({ length: 6 }, () => queue.addRateLimited("a"));
  assert.deepEqual(waits, [100, 200, 400, 800, 1000, 1000]);
  assert.equal(queue.addRateLimited("b"), 100);
  queue.forget("a");
  assert.equal(queue.addRateLimited("a"), 100);
});

test("an aborted wait takes nothing", async () => {
  const { queue, takeReady } = createQueue();
  const stop = new AbortController();
  const wait = queue.take(stop.signal);
  stop.abort(new Error("stopped"));
  await assert.rejects(wait, { message: "stopped" });
  await assert.rejects(queue.take(stop.signal), { message: "stopped" });
  queue.add("a");
  assert.deepEqual(await takeReady(), ["a"]);
});
