import assert from "node:assert/strict";
import { test } from "node:test";
import { isNewer } from "./resource-version.ts";

const cases = [
  { name: "a later write", state: "10", than: "9", want: true },
  { name: "an earlier write", state: "9", than: "10", want: false },
  { name: "the same state", state: "10", than: "10", want: false },
  { name: "beyond what a number holds", state: "9007199254740993", than: "9007199254740992", want: true },
  { name: "nothing known of the other", state: "1", than: undefined, want: true },
  { name: "nothing known at all", state: undefined, than: undefined, want: false },
  { name: "no number", state: "abc", than: "1", want: false },
];

for (const { name, state, than, want } of cases) {
  test(`isNewer: ${name}`, () => {
    const versioned = (resourceVersion: string | undefined) => ({ metadata: { name: "web", ...(resourceVersion === undefined ? {} : { resourceVersion }) } });
    assert.equal(isNewer(versioned(state), versioned(than)), want);
  });
}
