import assert from "node:assert/strict";
import { test } from "node:test";
import type { Mirror } from "./mirror.ts";
import { createRemoteRefs } from "./remote-refs.ts";
import type { Refs } from "./refs.ts";

test("forgets names that somebody made up, but for a few", async () => {
  const asked: number[] = [];
  const remote: Refs = { ids: new Map([["refs/pull/1/head", "a".repeat(40)]]), head: undefined };
  const mirror: Mirror = {
    open: async () => false,
    fetchLocalRefs: async () => remote.ids,
    fetchRemoteRefs: async (_call, wanted) => (asked.push(wanted.length), remote),
    fetch: async () => undefined,
  };
  const refs = createRemoteRefs({ mirror, getAccess: () => ({}), signal: AbortSignal.timeout(10_000) });
  refs.want("refs/pull/1/head");
  for (let index = 0; index < 500; index += 1) refs.want(`refs/made/up/${index}`);
  const before = await refs.read(undefined, "poll");
  await refs.read(before, "poll");
  assert.deepEqual(asked, [503, 3]);
  assert.equal(refs.want("refs/pull/1/head"), false, "what the remote has is kept");
});
