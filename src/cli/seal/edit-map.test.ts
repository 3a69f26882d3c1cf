import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { editMaps, type MapEdit } from "./edit-map.ts";

const path = ["spec", "encryptedData"];

interface Case {
  readonly name: string;
  readonly text: string;
  readonly line?: number;
  readonly edit: MapEdit;
  readonly want: string;
}

const cases: readonly Case[] = [
  {
    name: "replaces a plain value and keeps comments, order and other documents",
    text: "# top\nkind: A\n---\n# keep me\nspec:\n    encryptedData:\n        B: AAA   # why\n        A: 'BBB'\n    other: [1,  2]\n---\nkind:   C\n",
    line: 5,
    edit: { path, entries: { B: "new+/=", A: "xyz" } },
    want: "# top\nkind: A\n---\n# keep me\nspec:\n    encryptedData:\n        B: new+/=   # why\n        A: 'xyz'\n    other: [1,  2]\n---\nkind:   C\n",
  },
  {
    name: "replaces block scalars",
    text: "spec:\n  encryptedData:\n    a: >-\n      AAAA\n      BBBB\n    b: |\n      CC\n  x: 1\n",
    edit: { path, entries: { a: "1a", b: "2b" } },
    want: "spec:\n  encryptedData:\n    a: 1a\n    b: 2b\n  x: 1\n",
  },
  {
    name: "adds an entry behind the last one",
    text: "spec:\n  encryptedData:\n    a: AA # first\n  # about the template\n  template: {}\n",
    edit: { path, entries: { "b.txt": "BB" } },
    want: "spec:\n  encryptedData:\n    a: AA # first\n    b.txt: BB\n  # about the template\n  template: {}\n",
  },
  {
    name: "adds at the end of a file without line break",
    text: "spec:\n  encryptedData:\n    a: AA",
    edit: { path, entries: { b: "BB" } },
    want: "spec:\n  encryptedData:\n    a: AA\n    b: BB",
  },
  {
    name: "keeps CRLF",
    text: "spec:\r\n  encryptedData:\r\n    a: AA\r\n",
    edit: { path, entries: { a: "A2", b: "BB" } },
    want: "spec:\r\n  encryptedData:\r\n    a: A2\r\n    b: BB\r\n",
  },
  {
    name: "edits JSON",
    text: '{\n  "spec": {\n    "encryptedData": {\n      "a": "AA"\n    },\n    "template": {}\n  }\n}\n',
    edit: { path, entries: { a: "A2", b: "BB" } },
    want: '{\n  "spec": {\n    "encryptedData": {\n      "a": "A2",\n      "b": "BB"\n    },\n    "template": {}\n  }\n}\n',
  },
  { name: "adds to an empty mapping", text: "spec:\n  encryptedData: {}\n", edit: { path, entries: { a: "AA" } }, want: 'spec:\n  encryptedData: {"a": "AA"}\n' },
  {
    name: "makes mappings that are missing",
    text: "spec:\n  encryptedData:\n    a: AA\n  template:\n    type: Opaque\n",
    edit: { path: ["spec", "template", "metadata", "labels"], entries: { app: "web", on: "true" } },
    want: 'spec:\n  encryptedData:\n    a: AA\n  template:\n    type: Opaque\n    metadata:\n      labels:\n        app: web\n        "on": "true"\n',
  },
  {
    name: "removes an entry",
    text: "spec:\n  encryptedData:\n    a: AA\n    b: BB\n    c: CC\n",
    edit: { path, entries: { b: undefined } },
    want: "spec:\n  encryptedData:\n    a: AA\n    c: CC\n",
  },
  {
    name: "removes the only entry",
    text: "spec:\n  encryptedData:\n    a: AA\n  x: 1\n",
    edit: { path, entries: { a: undefined } },
    want: "spec:\n  encryptedData:\n    {}\n  x: 1\n",
  },
  { name: "removes in JSON", text: '{"spec":{"encryptedData":{"a":"1", "b":"2"}}}', edit: { path, entries: { a: undefined } }, want: '{"spec":{"encryptedData":{"b":"2"}}}' },
  {
    name: "removes nothing that is not there",
    text: "spec:\n  encryptedData:\n    a: AA\n",
    edit: { path, entries: { z: undefined } },
    want: "spec:\n  encryptedData:\n    a: AA\n",
  },
];

describe("editMaps", () => {
  for (const { name, text, line = 1, edit, want } of cases) {
    it(name, () => assert.equal(editMaps(text, [{ line, edits: [edit] }]), want));
  }

  it("refuses what is no mapping", () => {
    assert.throws(() => editMaps("spec:\n  encryptedData: 3\n", [{ line: 1, edits: [{ path, entries: { a: "b" } }] }]), {
      message: 'Cannot edit "spec.encryptedData" in place: it is not what a SealedSecret has there',
    });
  });
});
