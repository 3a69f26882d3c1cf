import assert from "node:assert/strict";
import { test } from "node:test";
import { evaluateJsonPath } from "./json-path.ts";

const object = {
  metadata: { annotations: { "a.b/c": "x" } },
  spec: { size: 3, items: [{ name: "a" }, { name: "b" }], none: null },
  status: {
    conditions: [
      { type: "Ready", status: "True" },
      { type: "Synced", status: "False" },
    ],
  },
};

const cases: readonly (readonly [string, readonly unknown[]])[] = [
  [".spec.size", [3]],
  [".spec.items[1].name", ["b"]],
  [".spec.items[*].name", ["a", "b"]],
  ['.status.conditions[?(@.type=="Ready")].status', ["True"]],
  [".status.conditions[?(@.type!='Ready')].status", ["False"]],
  [".metadata.annotations.a\\.b/c", ["x"]],
  [".metadata.annotations['a.b/c']", ["x"]],
  [".spec.none", []],
  [".spec.absent.deeper", []],
];

for (const [path, want] of cases) test(`${path} finds ${JSON.stringify(want)}`, () => assert.deepEqual(evaluateJsonPath(path, object), want));
