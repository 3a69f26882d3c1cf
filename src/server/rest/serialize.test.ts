import { equal } from "node:assert/strict";
import { describe, it } from "node:test";
import { createSerializer } from "./serialize.ts";

describe("The serializer", () => {
  const answers: readonly unknown[] = [
    {},
    { items: [{ a: 1 }, { b: "ü\n" }, null, 3], metadata: { resourceVersion: "7" } },
    { type: "ADDED", application: { metadata: { name: "web", labels: { 'a"b': "c" } } }, gone: undefined },
    { items: [], flag: false, none: null, list: ["x", undefined] },
    ["a"],
    "text",
    null,
    true,
  ];
  for (const answer of answers) it(`writes ${JSON.stringify(answer)} as JSON does`, () => equal(createSerializer()(answer), JSON.stringify(answer)));

  it("writes an object once", () => {
    let reads = 0;
    const shared = Object.defineProperty({}, "name", { enumerable: true, get: () => `read ${(reads += 1)}` });
    const serialize = createSerializer();
    equal(serialize({ items: [shared] }), '{"items":[{"name":"read 1"}]}');
    equal(serialize({ type: "ADDED", application: shared }), '{"type":"ADDED","application":{"name":"read 1"}}');
  });
});
