import assert from "node:assert/strict";
import { test } from "node:test";
import { findDuplicateFields } from "./find-duplicate-fields.ts";

const cases: readonly (readonly [string, readonly string[]])[] = [
  ['{"a":1,"b":{"a":2}}', []],
  ['{"a":1,"a":2}', ["a"]],
  ['{"metadata":{"name":"x","labels":{},"name":"y"}}', ["metadata.name"]],
  ['{"spec":{"list":[{"a":"1"},{"b":[1,2],"b":null}]}}', ["spec.list[1].b"]],
  ['{"a":"{\\"x\\":1,\\"x\\":2}","\\u0061":"a:a,"}', ["a"]],
  ['["a","a"]', []],
];

for (const [text, want] of cases) test(`duplicates in ${text}`, () => assert.deepEqual(findDuplicateFields(text), want));
