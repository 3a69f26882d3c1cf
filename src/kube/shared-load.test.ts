import assert from "node:assert/strict";
import { test } from "node:test";
import { createSharedLoad } from "./shared-load.ts";

/** Loads that end when the test says so. */
function createLoads() {
  const begun: PromiseWithResolvers<string>[] = [];
  const load = createSharedLoad((signal) => {
    const pending = Promise.withResolvers<string>();
    signal.addEventListener("abort", () => pending.reject(signal.reason));
    begun.push(pending);
    return pending.promise;
  });
  return { begun, load };
}

test("concurrent callers share one load, later ones begin another", async () => {
  const { begun, load } = createLoads();
  const { signal } = new AbortController();
  const both = Promise.all([load(signal), load(signal)]);
  begun[0]?.resolve("first");
  assert.deepEqual(await both, ["first", "first"]);
  const later = load(signal);
  begun[1]?.resolve("second");
  assert.equal(await later, "second");
});

test("a failure is everybody's, the abort of the one who began is not", async () => {
  const { begun, load } = createLoads();
  const first = new AbortController();
  const { signal } = new AbortController();
  const failing = Promise.allSettled([load(first.signal), load(signal)]);
  begun[0]?.reject(new Error("down"));
  assert.deepEqual(
    (await failing).map(({ status }) => status),
    ["rejected", "rejected"],
  );

  const aborted = assert.rejects(load(first.signal), { message: "stopped" });
  const others = [load(signal), load(signal)];
  first.abort(new Error("stopped"));
  await aborted;
  await new Promise(setImmediate);
  assert.equal(begun.length, 3);
  begun[2]?.resolve("third");
  assert.deepEqual(await Promise.all(others), ["third", "third"]);
});
