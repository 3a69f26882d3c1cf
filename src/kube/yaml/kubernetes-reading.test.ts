import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { findTool } from "../../../tools/find-tool.ts";
import { exec } from "../../exec/index.ts";
import { parseDocuments } from "./parse-documents.ts";

/** Helm reads YAML with the library of Kubernetes, and can print what it read as JSON. */
const helm = await findTool("helm");

const scalars = [
  "y",
  "N",
  "yes",
  "On",
  "off",
  "TRUE",
  "truE",
  "~",
  "null",
  "Null",
  "0",
  "-0",
  "00",
  "0644",
  "-0644",
  "0o17",
  "08",
  "09.5",
  "0x1f",
  "-0xFF",
  "0b11",
  "+12",
  "1_000",
  "0_1",
  "_1",
  "1__0",
];
const more = [
  "1e3",
  "12e03",
  "1E-2",
  ".5",
  "5.",
  "-.5",
  "+.5e1",
  "1e400",
  ".",
  "-",
  "+",
  "1.2.3",
  "1:30",
  "22:22:22",
  "2001-01-01",
  "2001-01-01T00:00:00Z",
  "0x",
  "0b2",
  "1e",
  "e1",
  "7e8",
  "1k",
  "0.1.2",
];
const large = [
  "9007199254740993",
  "18446744073709551615",
  "-9223372036854775808",
  "'1'",
  '"y"',
  "!!str 1",
  "!!int '3'",
  "!!float 3",
  "=",
  "a#b",
  "a #b",
  "'it''s'",
  '"\\u00e9\\n"',
  "<<",
  "@a",
  "10.0",
  "1.50",
];
const texts = [
  ...[...scalars, ...more, ...large].filter((scalar) => !["-", "@a"].includes(scalar)).map((scalar) => `v: ${scalar}\n`),
  ...["y", "on", "1", "0644", "1.5", "true", "2001-01-01", '"n"'].map((key) => `${key}: v\n`),
  "a: |\n  x\n  y\n",
  "a: |-\n  x\n\n",
  "a: |+\n  x\n\nb: 1\n",
  "a: >\n  x\n  y\n\n  z\n",
  "a: |2\n    x\n   y\n",
  "a: |\n  x",
  "a: >-\n  x\n  y",
  "d:\n  a: |\n    x\n\n    y",
  "a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n  e: 2\n",
  "a:\n- b\n-  - c\n   - d\n- e: 1\n  f: 2\n",
  "a: [1, x, 'y', {b: c}]\n",
  "a: 'x\n  y'\n",
  "a: x\n  y\n  z\n",
  '{"a": [1, 2.5, null, true, "x"], "b": {"c": {}}}',
  "a:\nb: ''\n",
  "# c\na: 1 # d\n",
];

test("reads YAML as the library of Kubernetes does", { skip: helm.kind === "missing" ? helm.reason : false }, async () => {
  const chart = mkdtempSync(path.join(tmpdir(), "sillage-test-"));
  mkdirSync(path.join(chart, "templates"));
  mkdirSync(path.join(chart, "files"));
  writeFileSync(path.join(chart, "Chart.yaml"), "apiVersion: v2\nname: oracle\nversion: 1.0.0\n");
  for (const [index, text] of texts.entries()) writeFileSync(path.join(chart, "files", String(index)), text);
  const reads = texts.map((_text, index) => `{{ .Files.Get "files/${index}" | fromYaml | toJson }}`).join("\n");
  writeFileSync(path.join(chart, "templates/out.yaml"), `kind: Out\nvalue: |\n${reads.replaceAll(/^/gm, "  ")}\n`);
  const result = await exec(helm.kind === "found" ? helm.path : "", ["template", chart], { signal: AbortSignal.timeout(20_000) });
  rmSync(chart, { recursive: true });
  assert.equal(result.exitCode, 0, result.stderr);
  const lines = result.stdout
    .toString("utf8")
    .split("\n")
    .filter((line) => line.startsWith("  "));
  const want = lines.map((line, index) => `${texts[index] ?? ""} → ${canonical(JSON.parse(line))}`);
  const got = texts.map((text) => `${text} → ${canonical(parseDocuments(text, { file: "f.yaml" })[0]?.value)}`);
  assert.deepEqual(got, want);
});

/** Keys sorted, as Go prints maps; numbers as JavaScript holds them, since Helm prints large ones as floats. */
function canonical(value: unknown): string {
  return JSON.stringify(JSON.parse(JSON.stringify(value) ?? "null"), (_key, entry: unknown) =>
    typeof entry === "object" && entry !== null && !Array.isArray(entry) ? Object.fromEntries(Object.entries(entry).toSorted(([a], [b]) => (a < b ? -1 : 1))) : entry,
  );
}
