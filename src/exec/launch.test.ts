import assert from "node:assert/strict";
import { it } from "node:test";
import { launch } from "./launch.ts";

it("A program that is launched goes on by itself", { timeout: 20_000 }, async () => {
  const started = performance.now();
  assert.equal(await launch("sleep", ["5"]), true);
  assert.ok(performance.now() - started < 4_000, "it is not waited for");
  assert.equal(await launch("true", []), true);
  assert.equal(await launch("false", []), false);
  assert.equal(await launch("no-such-program", []), false);
});
