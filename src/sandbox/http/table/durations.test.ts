import assert from "node:assert/strict";
import { test } from "node:test";
import { age, formatDuration } from "./durations.ts";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const cases: readonly (readonly [number, string])[] = [
  [-500, "0s"],
  [-5 * second, "<invalid>"],
  [0, "0s"],
  [119 * second, "119s"],
  [2 * minute, "2m"],
  [2 * minute + 5 * second, "2m5s"],
  [59 * minute, "59m"],
  [179 * minute, "179m"],
  [3 * hour + 10 * minute, "3h10m"],
  [47 * hour, "47h"],
  [2 * day, "2d"],
  [7 * day + 3 * hour, "7d3h"],
  [100 * day, "100d"],
  [730 * day, "2y"],
  [800 * day, "2y70d"],
];

for (const [milliseconds, want] of cases) test(`${milliseconds} ms is ${want}`, () => assert.equal(formatDuration(milliseconds), want));

test("an age needs a timestamp", () => {
  assert.equal(age("2026-01-01T00:00:00Z", Date.parse("2026-01-01T00:01:00Z")), "60s");
  assert.equal(age(undefined, 0), "<unknown>");
});
