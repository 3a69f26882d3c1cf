import assert from "node:assert/strict";
import { it } from "node:test";
import { parseDurationMs } from "./duration.ts";

const cases: readonly (readonly [string, number | undefined])[] = [
  ["180", 180_000],
  ["5s", 5_000],
  ["3m", 180_000],
  ["3m0s", 180_000],
  ["1h30m", 5_400_000],
  ["250ms", 250],
  ["1.5h", 5_400_000],
  ["0", 0],
  ["", undefined],
  ["soon", undefined],
  ["5 s", undefined],
  ["-5s", undefined],
];

for (const [text, want] of cases) {
  it(`reads "${text}"`, () => assert.equal(parseDurationMs(text), want));
}
