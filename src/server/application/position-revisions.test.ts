import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isSillageError } from "../../errors/index.ts";
import { positionRevisions, type RevisionChoice } from "./position-revisions.ts";

const cases: readonly { name: string; choice: RevisionChoice; count: number; want: readonly (string | undefined)[] | string }[] = [
  { name: "none named", choice: {}, count: 2, want: [undefined, undefined] },
  { name: "one source", choice: { revision: "v2" }, count: 1, want: ["v2"] },
  { name: "by position", choice: { revisions: ["v2"], sourcePositions: [2] }, count: 3, want: [undefined, "v2", undefined] },
  { name: "in order without positions", choice: { revisions: ["", "v2"] }, count: 2, want: [undefined, "v2"] },
  { name: "a position without a source", choice: { revisions: ["v2"], sourcePositions: [3] }, count: 2, want: "Source position 3 is beyond the 2 sources of the application" },
  { name: "a position without a revision", choice: { revisions: ["v2"], sourcePositions: [1, 2] }, count: 2, want: "Each of sourcePositions needs one of revisions" },
];

describe("positionRevisions", () => {
  for (const { name, choice, count, want } of cases) {
    it(name, () => {
      if (typeof want !== "string") return assert.deepEqual(positionRevisions(choice, count), want);
      assert.throws(
        () => positionRevisions(choice, count),
        (error) => isSillageError(error, "invalid") && error.message === want,
      );
    });
  }
});
