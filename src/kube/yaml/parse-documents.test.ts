import assert from "node:assert/strict";
import { test } from "node:test";
import { SillageError } from "../../errors/index.ts";
import { parseDocuments } from "./parse-documents.ts";

const scalars: readonly { readonly text: string; readonly want: unknown }[] = [
  { text: "y", want: true },
  { text: "Off", want: false },
  { text: "yEs", want: "yEs" },
  { text: "~", want: null },
  { text: "", want: null },
  { text: "0644", want: 420 },
  { text: "0o644", want: 420 },
  { text: "-0x1F", want: -31 },
  { text: "+0b101", want: 5 },
  { text: "1_000", want: 1000 },
  { text: "08", want: 8 },
  { text: "0", want: 0 },
  { text: "1e3", want: 1000 },
  { text: "7e8", want: 700_000_000 },
  { text: ".5", want: 0.5 },
  { text: "1.", want: 1 },
  { text: "1e400", want: "1e400" },
  { text: "22:22", want: "22:22" },
  { text: "2001-01-01", want: "2001-01-01" },
  { text: "-", want: [null] },
  { text: "1.2.3", want: "1.2.3" },
  { text: "0x", want: "0x" },
  { text: "!!binary aGVsbG8=", want: "hello" },
  { text: "!custom text", want: "text" },
  { text: "!!str 12", want: "12" },
  { text: '"12"', want: "12" },
  { text: "99999999999999999999999", want: 1e23 },
];

for (const { text, want } of scalars) {
  test(`reads the scalar ${JSON.stringify(text)} as Kubernetes does`, () => {
    assert.deepEqual(parseDocuments(`a: ${text === "-" ? "\n  -" : text}\n`, { file: "f.yaml" }), [{ value: { a: want }, line: 1 }]);
  });
}

test("keeps all digits of large integers", () => {
  const [document] = parseDocuments("a: 9007199254740993\nb: 18446744073709551615\nc: -9223372036854775808\n", { file: "f.yaml" });
  assert.equal(JSON.stringify(document?.value), '{"a":9007199254740993,"b":18446744073709551615,"c":-9223372036854775808}');
});

const documents: readonly { readonly name: string; readonly text: string; readonly want: unknown }[] = [
  { name: "boolean words as keys", text: "y: 1\non: 2\n", want: [{ value: { true: 2 }, line: 1 }] },
  { name: "the last of equal keys", text: "a: 1\na: 2\n", want: [{ value: { a: 2 }, line: 1 }] },
  { name: "merge keys", text: "a: &a {x: 1, y1: 2}\nb:\n  <<: *a\n  x: 3\n", want: [{ value: { a: { x: 1, y1: 2 }, b: { x: 3, y1: 2 } }, line: 1 }] },
  { name: "nothing", text: "", want: [] },
  { name: "comments only", text: "# a\n---\n# b\n", want: [] },
  {
    name: "several documents with their lines",
    text: "# head\n\na: 1\n--- # note\nb: 2\n---\n---\n\nc: |\n  ---x\n  y\n",
    want: [
      { value: { a: 1 }, line: 3 },
      { value: { b: 2 }, line: 5 },
      { value: { c: "---x\ny\n" }, line: 9 },
    ],
  },
  { name: "content after the dashes", text: "--- {a: 1}\n", want: [{ value: { a: 1 }, line: 1 }] },
  {
    name: "carriage returns",
    text: "a: 1\r\n---\r\nb: 2\r\n",
    want: [
      { value: { a: 1 }, line: 1 },
      { value: { b: 2 }, line: 3 },
    ],
  },
  { name: "a block scalar cut at the end of input", text: "a: |\n  x", want: [{ value: { a: "x" }, line: 1 }] },
  { name: "a nested block scalar cut at the end of input", text: "d:\n  a: |\n    x\n\n    y", want: [{ value: { d: { a: "x\n\ny" } }, line: 1 }] },
  { name: "a block scalar that is not last", text: "a: |\n  x\nb: 1", want: [{ value: { a: "x\n", b: 1 }, line: 1 }] },
  { name: "JSON", text: '{"a": [1, "x"]}', want: [{ value: { a: [1, "x"] }, line: 1 }] },
];

for (const { name, text, want } of documents) {
  test(`reads ${name}`, () => assert.deepEqual(parseDocuments(text, { file: "f.yaml" }), want));
}

const bomb = ["a0: &a0 [x,x,x,x,x,x,x,x,x,x]", ...Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(10)}]`)].join("\n");

const failures: readonly { readonly name: string; readonly text: string | Uint8Array; readonly strict?: boolean; readonly message: string }[] = [
  { name: "bad indentation", text: "a: 1\n---\nb:\n  c: 1\n d: 2\n", message: 'Cannot parse "f.yaml:5:2": bad indentation of a mapping entry' },
  { name: "equal keys in strict mode", text: "a: 1\na: 2\n", strict: true, message: 'Cannot parse "f.yaml:2:1": duplicated mapping key' },
  { name: "infinity", text: "a: 1\nb: .inf\n", message: 'Cannot parse "f.yaml:1": .inf is not a number JSON can hold' },
  { name: "a bomb of aliases", text: bomb, message: 'Cannot parse "f.yaml:1": the document expands to more than 2000000 values, by its aliases' },
  { name: "a cycle", text: "a: &a [*a]\n", message: 'Cannot parse "f.yaml:1": the document is nested deeper than 200 levels' },
  { name: "deep nesting", text: "[".repeat(50_000), message: 'Cannot parse "f.yaml:1:100": nesting exceeded maxDepth (100)' },
  { name: "bytes that are not text", text: new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0xff]), message: 'Cannot read "f.yaml" as YAML: it is not UTF-8 text' },
  { name: "control characters", text: "a: \u0001\n", message: 'Cannot parse "f.yaml:1:5": the stream contains non-printable characters' },
];

for (const { name, text, strict, message } of failures) {
  test(`refuses ${name}`, () => {
    assert.throws(
      () => parseDocuments(text, { file: "f.yaml", strict: strict ?? false }),
      (error) => {
        assert.ok(error instanceof SillageError);
        assert.deepEqual({ code: error.code, message: error.message }, { code: "invalid", message });
        return true;
      },
    );
  });
}
