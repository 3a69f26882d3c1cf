import assert from "node:assert/strict";
import { it } from "node:test";
import * as fc from "fast-check";
import { parseDocuments } from "../../kube/yaml/index.ts";
import { editMaps } from "./edit-map.ts";

const name = fc.stringMatching(/^[a-z][a-z0-9._-]{0,8}$/).filter((text) => !["y", "n", "no", "on", "yes", "off", "null", "true", "false"].includes(text));
const value = fc.stringMatching(/^[A-Za-z][A-Za-z0-9+/]{3,20}={0,2}$/).filter((text) => !/^(?:yes|true|false|null|none|off)$/i.test(text));
type Write = (text: string, indent: string) => string;
const style = fc.constantFrom<Write>(
  (text) => text,
  (text) => `"${text}"`,
  (text) => `'${text}'   # why`,
  (text, indent) => `>-\n${indent}  ${text}`,
  (text, indent) => `|\n${indent}  ${text}\n${indent}  ${text}`,
);
const entry = fc.record({ value, style, comment: fc.boolean() });

/** Ways to write the same mapping that people and tools have. */
const file = fc.record({
  items: fc.dictionary(name, entry, { minKeys: 1, maxKeys: 5, noNullPrototype: true }),
  indent: fc.constantFrom("  ", "    "),
  isLast: fc.boolean(),
  lineBreak: fc.constantFrom("\n", "\r\n"),
  isClosed: fc.boolean(),
  before: fc.constantFrom("", "kind: A\n---\n", "# top\n---\nkind: A\n---\n# mine\n"),
});

/** A block at the very end of a file gets a line break when something is put behind it; sealed values do not care. */
function withoutLastBreak(documents: unknown): unknown {
  return JSON.parse(JSON.stringify(documents).replaceAll('\\n"', '"'));
}

it("changes the wanted entries of any mapping, and nothing else that can be read", () => {
  const edit = fc.dictionary(name, fc.option(value, { nil: undefined }), { maxKeys: 4, noNullPrototype: true });
  fc.assert(
    fc.property(file, edit, ({ items, indent, isLast, lineBreak, isClosed, before }, entries) => {
      const inner = indent.repeat(2);
      const lines = Object.entries(items).map(([key, item]) => `${item.comment ? `${inner}# about\n` : ""}${inner}${key}: ${item.style(item.value, inner)}\n`);
      const rest = isLast ? "" : `${indent}template: {type: Opaque}\n---\nkind: B\n`;
      const written = `${before}spec:\n${indent}encryptedData:\n${lines.join("")}${rest}`;
      const text = (isClosed ? written : written.trimEnd()).replaceAll("\n", lineBreak);
      const documents = parseDocuments(text, { file: "f" });
      const index = documents.findIndex(({ value: document }) => JSON.stringify(document).includes("encryptedData"));
      const line = documents[index]!.line;

      const after = parseDocuments(editMaps(text, [{ line, edits: [{ path: ["spec", "encryptedData"], entries }] }]), { file: "f" }).map((document) => document.value);
      const want = documents.map((document) => structuredClone(document.value)) as { spec: { encryptedData: Record<string, string | undefined> } }[];
      const map = want[index]!.spec.encryptedData;
      for (const [key, wanted] of Object.entries(entries)) {
        if (wanted === undefined) delete map[key];
        else map[key] = wanted;
      }
      assert.deepEqual(withoutLastBreak(after), withoutLastBreak(want));
    }),
    { numRuns: 500 },
  );
});
