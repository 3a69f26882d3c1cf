import { equal } from "node:assert/strict";
import { test } from "node:test";
import { computeNextKeyMs } from "./compute-next-key.ts";

const dayMs = 86_400_000;
const key = (notBefore: number, validDays = 3_650) => ({ notBefore: notBefore * dayMs, notAfter: (notBefore + validDays) * dayMs });

const cases = [
  { name: "no key", keys: [], want: 100 },
  { name: "period after the newest", keys: [key(90), key(10)], want: 120 },
  { name: "overdue", keys: [key(10)], want: 40 },
  { name: "never", keys: [key(10)], periodDays: 0, want: 3_660 },
  { name: "certificate ends", keys: [key(90, 5)], want: 95 },
  { name: "cut off", keys: [key(90)], cutoffDay: 95, want: 95 },
  { name: "newer than the cut", keys: [key(96)], cutoffDay: 95, want: 126 },
  { name: "made in the second of the cut", keys: [key(95)], cutoffDay: 95 + 500 / dayMs, want: 125 },
  { name: "a cut in the future waits for its day", keys: [key(99)], cutoffDay: 110, want: 110 },
];

for (const { name, keys, periodDays = 30, cutoffDay, want } of cases) {
  test(`next key: ${name}`, () => {
    const options = { periodMs: periodDays * dayMs, ...(cutoffDay === undefined ? {} : { cutoffMs: cutoffDay * dayMs }) };
    equal(computeNextKeyMs({ keys, nowMs: 100 * dayMs }, options) / dayMs, want);
  });
}
