import assert from "node:assert/strict";
import { test } from "node:test";
import { createSlots } from "./slots.ts";

test("lets so many work at once, the others in order, and gives a place on after a failure", async () => {
  const slots = createSlots(2);
  const events: string[] = [];
  const gates = new Map(["a", "b", "c", "d"].map((name) => [name, Promise.withResolvers<string>()]));
  const runs = [...gates].map(([name, gate]) =>
    slots.run(async () => {
      events.push(`begin ${name}`);
      return gate.promise;
    }),
  );
  const outcomes = Promise.allSettled(runs);
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  await turn();
  assert.deepEqual(events, ["begin a", "begin b"]);
  gates.get("b")?.reject(new Error("b is broken"));
  await turn();
  assert.deepEqual(events, ["begin a", "begin b", "begin c"]);
  for (const name of ["a", "c", "d"]) gates.get(name)?.resolve(name);
  assert.deepEqual(
    (await outcomes).map((outcome) => (outcome.status === "fulfilled" ? outcome.value : String(outcome.reason))),
    ["a", "Error: b is broken", "c", "d"],
  );
  assert.deepEqual(events.at(-1), "begin d");
  assert.equal(await slots.run(async () => "e"), "e");
});
