import assert from "node:assert/strict";
import { test } from "node:test";
import { deepDifference, decodeFields, difference, encodeFields, intersection, pathsOf, setOfFields, union } from "./field-set.ts";
import { formatPath } from "./path-element.ts";

function format(set: Parameters<typeof pathsOf>[0]): string[] {
  return pathsOf(set).map(formatPath);
}

const a = setOfFields([["a"], ["b", "c"], ["b", "d"]]);
const b = setOfFields([["a"], ["b"], ["b", "d"], ["e"]]);

const operations: readonly { name: string; set: ReturnType<typeof union>; want: string[] }[] = [
  { name: "union", set: union(a, b), want: [".a", ".b", ".e", ".b.c", ".b.d"] },
  { name: "intersection", set: intersection(a, b), want: [".a", ".b.d"] },
  { name: "difference keeps children of a parent", set: difference(a, b), want: [".b.c"] },
  { name: "deep difference takes them along", set: deepDifference(a, b), want: [] },
];

for (const { name, set, want } of operations) test(name, () => assert.deepEqual(format(set), want));

test("FieldsV1 round trip, in order and canonical", () => {
  const fields = {
    "f:spec": {
      "f:replicas": {},
      "f:ports": { 'k:{"protocol":"TCP","containerPort":80}': { ".": {}, "f:name": {} }, 'k:{"containerPort":8,"protocol":"TCP"}': {} },
      "f:finalizers": { 'v:"x"': {}, "i:0": {} },
    },
    "x:unknown": {},
  };
  const encoded = encodeFields(decodeFields(fields));
  assert.equal(
    JSON.stringify(encoded),
    JSON.stringify({
      "f:spec": {
        "f:finalizers": { 'v:"x"': {}, "i:0": {} },
        "f:ports": { 'k:{"containerPort":8,"protocol":"TCP"}': {}, 'k:{"containerPort":80,"protocol":"TCP"}': { ".": {}, "f:name": {} } },
        "f:replicas": {},
      },
    }),
  );
  assert.deepEqual(format(decodeFields(fields)), [
    ".spec.replicas",
    '.spec.finalizers[="x"]',
    ".spec.finalizers[0]",
    '.spec.ports[containerPort=8,protocol="TCP"]',
    '.spec.ports[containerPort=80,protocol="TCP"]',
    '.spec.ports[containerPort=80,protocol="TCP"].name',
  ]);
});
