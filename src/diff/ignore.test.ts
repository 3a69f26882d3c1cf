import { deepEqual } from "node:assert/strict";
import { describe, test } from "node:test";
import { findIgnoredFields, keepLiveFields, removeFields } from "./ignore.ts";

const build = (spec: object) => ({ apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web", namespace: "shop" }, spec });
const key = { group: "apps", kind: "Deployment", namespace: "shop", name: "web" };

test("rules match by glob and name", () => {
  const rules = [
    { group: "apps", kind: "Deployment", jsonPointers: ["/spec/replicas"] },
    { group: "*", kind: "*", jsonPointers: ["/metadata/annotations/a~1b"] },
    { group: "apps", kind: "Deployment", name: "other", jsonPointers: ["/spec/x"] },
    { kind: "Deployment", jsonPointers: ["/spec/y"] },
  ];
  deepEqual(findIgnoredFields(rules, key), [
    ["spec", "replicas"],
    ["metadata", "annotations", "a/b"],
  ]);
});

describe("removeFields", () => {
  const cases = [
    { name: "a field", input: { replicas: 3, paused: true }, pointer: ["spec", "replicas"], want: { paused: true } },
    { name: "a missing field", input: { paused: true }, pointer: ["spec", "template", "replicas"], want: { paused: true } },
    { name: "a field of a list item", input: { list: [{ a: 1, b: 2 }, { a: 3 }] }, pointer: ["spec", "list", "0", "a"], want: { list: [{ b: 2 }, { a: 3 }] } },
    { name: "a list item", input: { list: [1, 2, 3] }, pointer: ["spec", "list", "1"], want: { list: [1, 3] } },
  ];
  for (const { name, input, pointer, want } of cases) test(name, () => deepEqual(removeFields(build(input), [pointer]), build(want)));
});

describe("keepLiveFields", () => {
  const cases = [
    { name: "takes the live value", desired: { replicas: 3 }, live: { replicas: 7 }, pointer: ["spec", "replicas"], want: { replicas: 7 } },
    { name: "takes absence too", desired: { replicas: 3 }, live: {}, pointer: ["spec", "replicas"], want: {} },
    { name: "makes missing parents", desired: {}, live: { a: { b: 1 } }, pointer: ["spec", "a", "b"], want: { a: { b: 1 } } },
    { name: "never the status", desired: {}, live: {}, pointer: ["status"], want: {} },
  ];
  for (const { name, desired, live, pointer, want } of cases) test(name, () => deepEqual(keepLiveFields(build(desired), build(live), [pointer]), build(want)));
});
