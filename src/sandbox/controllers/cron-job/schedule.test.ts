import assert from "node:assert/strict";
import { test } from "node:test";
import { computeNextRun } from "./schedule.ts";

const cases = [
  ["* * * * *", "2026-01-01T00:00:30Z", "2026-01-01T00:01:00Z"],
  ["*/15 * * * *", "2026-01-01T00:15:00Z", "2026-01-01T00:30:00Z"],
  ["5 4 * * *", "2026-01-01T04:05:00Z", "2026-01-02T04:05:00Z"],
  ["0 9-17/4 * * *", "2026-01-01T13:30:00Z", "2026-01-01T17:00:00Z"],
  ["0 0 * * sun", "2026-01-01T00:00:00Z", "2026-01-04T00:00:00Z"],
  ["0 0 * * 7", "2026-01-01T00:00:00Z", "2026-01-04T00:00:00Z"],
  ["0 0 13 * 5", "2026-01-10T00:00:00Z", "2026-01-13T00:00:00Z"],
  ["0 0 1 mar *", "2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z"],
  ["@weekly", "2026-01-01T00:00:00Z", "2026-01-04T00:00:00Z"],
  ["0 0 30 2 *", "2026-01-01T00:00:00Z", undefined],
] as const;

for (const [schedule, after, want] of cases) {
  test(`${schedule} after ${after}`, () => {
    const next = computeNextRun(schedule, Date.parse(after));
    assert.equal(next, want === undefined ? undefined : Date.parse(want));
  });
}

test("bad schedules are refused", () => {
  for (const bad of ["* * * *", "60 * * * *", "a * * * *", "*/0 * * * *"]) assert.throws(() => computeNextRun(bad, 0), { code: "invalid" }, bad);
});
