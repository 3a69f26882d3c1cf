import assert from "node:assert/strict";
import { test } from "node:test";
import { selectLabels } from "./select-labels.ts";

test("events take over the labels that are wanted, those of the application first", () => {
  const labels = { project: { team: "platform", "cost-center": "7", tier: "back" }, application: { team: "shop", "cost-hidden": "9" } };
  const cases = [
    { include: [], exclude: [], want: {} },
    { include: ["team"], exclude: [], want: { team: "shop" } },
    { include: ["team", "cost-*"], exclude: ["*-hidden"], want: { team: "shop", "cost-center": "7" } },
  ];
  for (const { want, ...settings } of cases) assert.deepEqual(selectLabels(labels, settings), want);
});
