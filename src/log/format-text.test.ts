import assert from "node:assert/strict";
import { test } from "node:test";
import { formatText } from "./format-text.ts";

test("a line of text has the keys of the JSON line, and cannot be forged by a value", () => {
  const cases = [
    { line: { level: "info", time: "2026-11-24T10:00:00.000Z", msg: "Certificate made" }, want: 'time=2026-11-24T10:00:00.000Z level=info msg="Certificate made"' },
    {
      line: { level: "warn", time: "t", object: "Application/argocd/shop", retryMs: 200, msg: "Failed" },
      want: "time=t level=warn msg=Failed object=Application/argocd/shop retryMs=200",
    },
    { line: { level: "warn", time: "t", user: 'x\nlevel=error msg="Forged"', msg: "m" }, want: 'time=t level=warn msg=m user="x\\nlevel=error msg=\\"Forged\\""' },
    { line: { level: "info", time: "t", keys: ["a", "b"], empty: "", msg: "m" }, want: 'time=t level=info msg=m keys="[\\"a\\",\\"b\\"]" empty=""' },
  ];
  for (const { line, want } of cases) assert.equal(formatText(JSON.stringify(line)), `${want}\n`);
});
