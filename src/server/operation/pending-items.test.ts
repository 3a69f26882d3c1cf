import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createPendingItems } from "./pending-items.ts";

const newest = (_older: string, newer: string): string => newer;

describe("createPendingItems", () => {
  it("gives one item per key, those first whose key has waited longest", async () => {
    const stop = new AbortController();
    const pending = createPendingItems(newest);
    for (const [key, item] of [
      ["a", "a1"],
      ["b", "b1"],
      ["a", "a2"],
    ] as const)
      pending.offer(key, item);
    const seen: string[] = [];
    for await (const item of pending.drain(stop.signal)) {
      seen.push(item);
      if (item === "a2") pending.offer("a", "a3");
      if (item === "a3") stop.abort();
    }
    assert.deepEqual(seen, ["a2", "b1", "a3"]);
  });

  it("waits for the next item, and ends with the signal", { timeout: 5_000 }, async () => {
    const stop = new AbortController();
    const pending = createPendingItems(newest);
    const items = pending.drain(stop.signal);
    const first = items.next();
    pending.offer("a", "a1");
    assert.deepEqual(await first, { value: "a1", done: false });
    const second = items.next();
    stop.abort();
    assert.deepEqual(await second, { value: undefined, done: true });
  });
});
