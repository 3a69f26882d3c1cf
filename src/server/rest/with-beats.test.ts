import { deepEqual } from "node:assert/strict";
import { it } from "node:test";
import { createManualClock } from "../../async/index.ts";
import { withBeats } from "./with-beats.ts";

it("Beats fill the silence between items, and the source ends with its reader", async () => {
  const clock = createManualClock();
  const arrivals = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
  let isClosed = false;
  async function* source(): AsyncGenerator<string> {
    try {
      for (const { promise } of arrivals) yield await promise;
    } finally {
      isClosed = true;
    }
  }
  const turns = withBeats(source(), { clock, getWaitMs: () => 10 });
  const take = async (): Promise<string> => {
    const { value } = await turns.next();
    return value === undefined ? "end" : value.kind === "beat" ? "beat" : value.item;
  };

  const silent = take();
  await clock.advance(10);
  deepEqual(await silent, "beat");
  const first = take();
  arrivals[0]?.resolve("one");
  deepEqual(await first, "one");
  const second = take();
  await clock.advance(10);
  deepEqual(await second, "beat");
  arrivals[1]?.resolve("two");
  deepEqual([await take(), await take()], ["two", "end"]);
  deepEqual(isClosed, true);
});
