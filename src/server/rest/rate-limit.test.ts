import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import { createManualClock } from "../../async/index.ts";
import { createRateLimit } from "./rate-limit.ts";

test("a burst passes, then as many as time gives back", async () => {
  const clock = createManualClock();
  const take = createRateLimit({ clock }, { burst: 2, perSecond: 4 });
  deepEqual([take(), take(), take()], [0, 0, 250]);
  await clock.advance(125);
  deepEqual(take(), 125);
  await clock.advance(125);
  deepEqual([take(), take()], [0, 250]);
  await clock.advance(60_000);
  deepEqual([take(), take(), take()], [0, 0, 250]);
});
