import assert from "node:assert/strict";
import { test } from "node:test";
import { parseLabelSelector } from "./label-selector.ts";

const labels = { app: "web", tier: "front", "example.com/team": "a" };

const cases: readonly (readonly [string, boolean])[] = [
  ["app=web", true],
  ["app==web", true],
  ["app = web, tier != back", true],
  ["app!=web", false],
  ["app in (web,api),tier notin (back)", true],
  ["app in (api)", false],
  ["!absent", true],
  ["!app", false],
  ["example.com/team", true],
  ["absent!=x", true],
  ["absent notin (x)", true],
  ["absent", false],
  ["app=", false],
];

for (const [selector, want] of cases) test(`"${selector}" ${want ? "matches" : "does not match"}`, () => assert.equal(parseLabelSelector(selector)?.(labels), want));

test("an empty selector selects everything", () => assert.equal(parseLabelSelector(" "), undefined));

for (const selector of ["a=b=c", "a in b", "=x", "a b", "-a=x", "a=b c"]) {
  test(`"${selector}" is refused`, () => assert.throws(() => parseLabelSelector(selector), { code: 400, reason: "BadRequest" }));
}
