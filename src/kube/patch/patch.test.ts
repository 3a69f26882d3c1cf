import assert from "node:assert/strict";
import { test } from "node:test";
import { isSillageError } from "../../errors/index.ts";
import { applyJsonPatch } from "./json-patch.ts";
import { applyMergePatch } from "./merge-patch.ts";

const merges: readonly { name: string; target: unknown; patch: unknown; want: unknown }[] = [
  { name: "sets, deletes and nests", target: { a: 1, b: { c: 1, d: 2 } }, patch: { a: null, b: { d: 3, e: 4 } }, want: { b: { c: 1, d: 3, e: 4 } } },
  { name: "replaces lists", target: { a: [1, 2] }, patch: { a: [3] }, want: { a: [3] } },
  { name: "drops nulls of new maps", target: {}, patch: { a: { b: null, c: 1 } }, want: { a: { c: 1 } } },
  { name: "replaces a scalar by a map", target: { a: 1 }, patch: { a: { b: 1 } }, want: { a: { b: 1 } } },
  { name: "replaces everything by a scalar", target: { a: 1 }, patch: 7, want: 7 },
];

for (const { name, target, patch, want } of merges) test(`merge patch ${name}`, () => assert.deepEqual(applyMergePatch(target, patch), want));

test("merge patch leaves the prototype alone", () => {
  assert.equal(Object.getPrototypeOf(applyMergePatch({}, JSON.parse('{"__proto__":{"x":1}}'))), Object.prototype);
});

test("JSON patch applies in order and leaves the document as it was", () => {
  const document = { a: [1, 2], "x/y": 1 };
  const patch = [
    { op: "test", path: "/a/0", value: 1 },
    { op: "add", path: "/a/-", value: 3 },
    { op: "remove", path: "/x~1y" },
    { op: "copy", from: "/a", path: "/b" },
  ];
  assert.deepEqual(applyJsonPatch(document, patch), { a: [1, 2, 3], b: [1, 2, 3] });
  assert.deepEqual(document, { a: [1, 2], "x/y": 1 });
});

const refused: readonly { name: string; patch: unknown; message: RegExp }[] = [
  { name: "a map", patch: { op: "add" }, message: /not a list of operations/ },
  { name: "a failing test", patch: [{ op: "test", path: "/a", value: 2 }], message: /operation 0 at "\/a" failed/ },
  { name: "a missing path", patch: [{ op: "replace", path: "/b/c", value: 2 }], message: /operation 0 at "\/b\/c" failed/ },
  { name: "the prototype", patch: [{ op: "add", path: "/__proto__/x", value: 2 }], message: /Cannot apply JSON patch/ },
  { name: "too many operations", patch: Array.from({ length: 10_001 }, () => ({ op: "test", path: "/a", value: 1 })), message: /maximum operations .* is 10000, got 10001/ },
];

for (const { name, patch, message } of refused) {
  test(`JSON patch refuses ${name}`, () => {
    assert.throws(
      () => applyJsonPatch({ a: 1 }, patch),
      (error) => isSillageError(error, "invalid") && message.test(error.message) && !error.message.includes('"a": 1'),
    );
  });
}
