import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDocuments } from "./parse-documents.ts";
import { stringifyYaml } from "./stringify-yaml.ts";

test("prints in the form of kubectl", () => {
  const value = {
    kind: "Deployment",
    apiVersion: "apps/v1",
    absent: undefined,
    items: [{ name: "a", args: ["--x", "-"] }, []],
    words: ["yes", "0644", "1e3", "2001-01-01", "null", "", "a: b", "plain"],
    text: "one\ntwo\n",
    number: 1.5,
    none: null,
    empty: {},
  };
  const want = `kind: Deployment
apiVersion: apps/v1
items:
- name: a
  args:
  - "--x"
  - "-"
- []
words:
- "yes"
- "0644"
- "1e3"
- "2001-01-01"
- "null"
- ""
- "a: b"
- plain
text: |
  one
  two
number: 1.5
none: null
empty: {}
`;
  assert.equal(stringifyYaml(value), want);
});

test("prints what it reads, large integers too", () => {
  const text = "a: 9007199254740993\nb: true\nc:\n- 1\n- x\n";
  assert.equal(
    parseDocuments(text, { file: "f.yaml" })
      .map((document) => stringifyYaml(document.value))
      .join(""),
    text,
  );
});
