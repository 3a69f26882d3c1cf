import assert from "node:assert/strict";
import { test } from "node:test";
import { createManualClock } from "./manual-clock.ts";

test("timers run in order, each at its own time, also those begun on the way", async () => {
  const clock = createManualClock(1_000);
  const seen: string[] = [];
  clock.schedule(30, () => seen.push(`c ${clock.now()}`));
  clock.schedule(10, () => {
    seen.push(`a ${clock.now()}`);
    clock.schedule(5, () => seen.push(`b ${clock.now()}`));
  });
  clock.schedule(31, () => seen.push("too late"));
  clock.schedule(20, () => seen.push("called off"))();
  await clock.advance(30);
  assert.deepEqual(seen, ["a 1010", "b 1015", "c 1030"]);
  assert.equal(clock.now(), 1_030);
});

test("time stands still until what a timer set off has settled", async () => {
  const underWay = new Set<string>();
  const clock = createManualClock(0, async () => {
    do await new Promise((resolve) => setImmediate(resolve));
    while (underWay.size > 0);
  });
  const seen: string[] = [];
  clock.schedule(10, () => {
    underWay.add("work");
    setTimeout(() => {
      seen.push(`work ends at ${clock.now()}`);
      underWay.delete("work");
    }, 20);
  });
  clock.schedule(11, () => seen.push(`next at ${clock.now()}`));
  await clock.advance(50);
  assert.deepEqual(seen, ["work ends at 10", "next at 11"]);
});
