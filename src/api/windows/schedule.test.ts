import { deepEqual, equal, throws } from "node:assert/strict";
import { describe, test } from "node:test";
import { Cron } from "croner";
import * as fc from "fast-check";
import { nextStart, parseSchedule } from "./schedule.ts";

function next(schedule: string, after: string): string | undefined {
  const ms = nextStart(parseSchedule(schedule), Date.parse(after));
  return ms === undefined ? undefined : new Date(ms).toISOString().slice(0, 16);
}

describe("nextStart", () => {
  const cases = [
    { name: "later today", schedule: "30 9 * * *", after: "2026-03-02T08:00:00Z", want: "2026-03-02T09:30" },
    { name: "strictly after", schedule: "30 9 * * *", after: "2026-03-02T09:30:00Z", want: "2026-03-03T09:30" },
    { name: "a second before", schedule: "30 9 * * *", after: "2026-03-02T09:29:59.999Z", want: "2026-03-02T09:30" },
    { name: "each quarter", schedule: "*/15 * * * *", after: "2026-03-02T23:50:00Z", want: "2026-03-03T00:00" },
    { name: "a range with a step", schedule: "0 8-18/5 * * *", after: "2026-03-02T13:00:00Z", want: "2026-03-02T18:00" },
    { name: "a start with a step goes to the end", schedule: "0 20/3 * * *", after: "2026-03-02T20:30:00Z", want: "2026-03-02T23:00" },
    { name: "weekdays by name", schedule: "0 22 * * mon-FRI", after: "2026-03-06T23:00:00Z", want: "2026-03-09T22:00" },
    { name: "months by name", schedule: "0 0 1 Jan,jul *", after: "2026-03-02T00:00:00Z", want: "2026-07-01T00:00" },
    { name: "day of month or of week", schedule: "0 0 13 * 5", after: "2026-03-07T00:00:00Z", want: "2026-03-13T00:00" },
    { name: "day of week alone", schedule: "0 0 ? * 0", after: "2026-03-02T00:00:00Z", want: "2026-03-08T00:00" },
    { name: "a stepped star narrows", schedule: "0 0 */31 * 1", after: "2026-03-02T00:00:00Z", want: "2026-03-09T00:00" },
    { name: "a leap day", schedule: "0 0 29 2 *", after: "2097-01-01T00:00:00Z", want: "2104-02-29T00:00" },
    { name: "a day that never comes", schedule: "0 0 30 2 *", after: "2026-01-01T00:00:00Z", want: undefined },
  ];
  for (const { name, schedule, after, want } of cases) test(name, () => equal(next(schedule, after), want));
});

describe("parseSchedule refuses", () => {
  const cases = [
    { text: "* * * *", want: /needs five fields/ },
    { text: "0 * * * * *", want: /needs five fields/ },
    { text: "@daily", want: /needs five fields/ },
    { text: "60 * * * *", want: /"60" is no minute: it takes 0 to 59/ },
    { text: "0 24 * * *", want: /"24" is no hour/ },
    { text: "0 0 0 * *", want: /"0" is no day of month/ },
    { text: "0 0 * * 7", want: /"7" is no day of week/ },
    { text: "0 9-5 * * *", want: /"9-5" is no hour/ },
    { text: "*/0 * * * *", want: /"\*\/0" is no minute/ },
    { text: "0 0 * 1,foo *", want: /"foo" of "1,foo" is no month/ },
    { text: "-1 * * * *", want: /"-1" is no minute/ },
    { text: "0 0 L * *", want: /"L" is no day of month/ },
  ];
  for (const { text, want } of cases) test(text, () => throws(() => parseSchedule(text), want));
});

const field = (min: number, max: number) =>
  fc.oneof(
    fc.constant("*"),
    fc.uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: 3 }).map((values) => values.join(",")),
    fc.tuple(fc.integer({ min, max }), fc.integer({ min, max })).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
  );

test("agrees with croner on what both understand", () => {
  const schedules = fc.tuple(field(0, 59), field(0, 23), field(1, 28), field(1, 12), field(0, 6)).map((fields) => fields.join(" "));
  fc.assert(
    fc.property(schedules, fc.date({ min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true }), (schedule, after) => {
      const expected = new Cron(schedule, { timezone: "UTC", paused: true }).nextRun(after);
      deepEqual(nextStart(parseSchedule(schedule), after.getTime()), expected?.getTime());
    }),
    { numRuns: 300 },
  );
});
