import assert from "node:assert/strict";
import { test } from "node:test";
import { matchesSelector } from "./matches-selector.ts";

test("matchesSelector", () => {
  const labels = { app: "web", tier: "front" };
  const cases = [
    { selector: undefined, want: false },
    { selector: {}, want: true },
    { selector: { matchLabels: { app: "web" } }, want: true },
    { selector: { matchLabels: { app: "db" } }, want: false },
    { selector: { matchExpressions: [{ key: "tier", operator: "In", values: ["front", "back"] }] }, want: true },
    { selector: { matchExpressions: [{ key: "tier", operator: "NotIn", values: ["front"] }] }, want: false },
    { selector: { matchExpressions: [{ key: "zone", operator: "DoesNotExist" }] }, want: true },
    { selector: { matchLabels: { app: "web" }, matchExpressions: [{ key: "zone", operator: "Exists" }] }, want: false },
  ];
  for (const { selector, want } of cases) assert.equal(matchesSelector(selector, labels), want, JSON.stringify(selector));
});
