import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import { applyMergePatch } from "../../kube/patch/index.ts";
import { computeMergePatch } from "./merge-patch.ts";

const cases = [
  { name: "equal", before: { a: { b: [1] } }, after: { a: { b: [1] } }, want: undefined },
  { name: "changed", before: { a: { b: 1, c: 2 } }, after: { a: { b: 3, c: 2 } }, want: { a: { b: 3 } } },
  { name: "removed", before: { a: 1, b: 2 }, after: { b: 2 }, want: { a: null } },
  { name: "added", before: undefined, after: { a: 1 }, want: { a: 1 } },
  { name: "lists go whole", before: { a: [1, 2] }, after: { a: [1] }, want: { a: [1] } },
  { name: "an object becomes another type", before: { a: { b: 1 } }, after: { a: "x" }, want: { a: "x" } },
];

for (const { name, before, after, want } of cases) {
  test(name, () => {
    const patch = computeMergePatch(before, after);
    deepEqual(patch, want);
    if (patch !== undefined) deepEqual(applyMergePatch(before ?? {}, patch), after);
  });
}
