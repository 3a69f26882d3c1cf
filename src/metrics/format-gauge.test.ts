import assert from "node:assert/strict";
import { test } from "node:test";
import { formatGauge } from "./format-gauge.ts";

test("values of labels are escaped as Prometheus reads them", () => {
  const samples = [
    { labels: { name: "plain", path: "" }, value: 1 },
    { labels: { name: 'a "b" \\ c\nd', path: "é" }, value: 0.5 },
  ];
  assert.equal(
    formatGauge({ name: "things", help: "How many." }, samples),
    `# HELP things How many.\n# TYPE things gauge\nthings{name="plain",path=""} 1\nthings{name="a \\"b\\" \\\\ c\\nd",path="é"} 0.5\n`,
  );
});
