import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { systemClock } from "./clock.ts";

const dayMs = 86_400_000;
const longestMs = 2 ** 31 - 1;

test("the system's clock keeps time for longer than a timer of Node can", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    const rung: string[] = [];
    systemClock.schedule(60 * dayMs, () => rung.push("after 60 days"));
    const cancel = systemClock.schedule(60 * dayMs, () => rung.push("canceled"));
    // A tick gives timers begun within it the time of its end.
    mock.timers.tick(longestMs);
    cancel();
    mock.timers.tick(longestMs);
    mock.timers.tick(60 * dayMs - 2 * longestMs - 1);
    assert.deepEqual(rung, []);
    mock.timers.tick(1);
    assert.deepEqual(rung, ["after 60 days"]);
  } finally {
    mock.timers.reset();
  }
});
