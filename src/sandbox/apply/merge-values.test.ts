import assert from "node:assert/strict";
import { test } from "node:test";
import type { SchemaNode } from "../../kube/schema/index.ts";
import { mergeValues } from "./merge-values.ts";

const any: SchemaNode = { kind: "any" };
const scalar: SchemaNode = { kind: "scalar", type: "string" };
const item: SchemaNode = { kind: "map", atomic: false, values: scalar };
const keyed: SchemaNode = { kind: "list", type: "map", keys: [{ name: "n" }], items: item };
const set: SchemaNode = { kind: "list", type: "set", keys: [], items: scalar };

function items(text: string): object[] {
  return text.split("").map((n) => ({ n }));
}

const orders: readonly { live: string; config: string; want: string }[] = [
  { live: "abc", config: "cb", want: "acb" },
  { live: "abc", config: "bx", want: "abcx" },
  { live: "ab", config: "xy", want: "abxy" },
  { live: "abcd", config: "da", want: "bcda" },
  { live: "aXbY", config: "ba", want: "XbYa" },
  { live: "", config: "ab", want: "ab" },
];

for (const { live, config, want } of orders) {
  test(`order of "${live}" with "${config}"`, () => {
    assert.deepEqual(mergeValues(items(live), items(config), keyed), items(want));
    assert.deepEqual(mergeValues(live.split(""), config.split(""), set), want.split(""));
  });
}

const values: readonly { name: string; schema: SchemaNode; live: unknown; config: unknown; want: unknown }[] = [
  { name: "maps merge, deduced too", schema: any, live: { a: 1, m: { x: 1 } }, config: { m: { y: 2 } }, want: { a: 1, m: { x: 1, y: 2 } } },
  { name: "deduced lists are replaced", schema: any, live: { l: [1, 2] }, config: { l: [3] }, want: { l: [3] } },
  { name: "atomic maps are replaced", schema: { kind: "map", atomic: true, values: scalar }, live: { a: "1" }, config: { b: "2" }, want: { b: "2" } },
  { name: "keyed items merge", schema: keyed, live: [{ n: "a", x: "1" }], config: [{ n: "a", y: "2" }], want: [{ n: "a", x: "1", y: "2" }] },
  { name: "null is a value", schema: any, live: { a: 1 }, config: { a: null }, want: { a: null } },
];

for (const { name, schema, live, config, want } of values) test(name, () => assert.deepEqual(mergeValues(live, config, schema), want));
