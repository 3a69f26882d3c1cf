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
  for (const answer of answers) it(`writes ${JSON.stringify(answer)} as JSON does`, () => equal(createSerializer()(answer).chunks.join(""), JSON.stringify(answer)));

  it("gives what says the same the same tag, and nothing else", () => {
    const serialize = createSerializer();
    const tags = [{ items: [{ a: 1 }] }, { items: [{ a: 1 }] }, { items: [{ a: 2 }] }, { items: [{ a: 1 }, {}] }, { items: { a: 1 } }, {}].map((answer) => serialize(answer).tag);
    equal(tags[0], tags[1]);
    equal(new Set(tags).size, 5);
  });

  it("writes an object once", () => {
    let reads = 0;
    const shared = Object.defineProperty({}, "name", { enumerable: true, get: () => `read ${(reads += 1)}` });
    const serialize = createSerializer();
    equal(serialize({ items: [shared] }).chunks.join(""), '{"items":[{"name":"read 1"}]}');
    equal(serialize({ type: "ADDED", application: shared }).chunks.join(""), '{"type":"ADDED","application":{"name":"read 1"}}');
  });
});
