import assert from "node:assert/strict";
import { test } from "node:test";
import { mergeConditions } from "./conditions.ts";
import { isEqualJson } from "./equal-json.ts";
import { resolveIntOrPercent } from "./int-or-percent.ts";
import { findUntoleratedTaint, matchesNode } from "./node-fit.ts";
import { computeHash } from "./template-hash.ts";
import { toJson } from "./to-json.ts";

test("nodes: selector, affinity by name, taints", () => {
  const node = { apiVersion: "v1", kind: "Node", metadata: { name: "n1", labels: { disk: "ssd" } }, spec: { taints: [{ key: "gpu", value: "yes", effect: "NoSchedule" }] } };
  const byName = (name: string) => ({
    affinity: {
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields: [{ key: "metadata.name", operator: "In", values: [name] }] }] } },
    },
  });
  assert.equal(matchesNode({}, node), true);
  assert.equal(matchesNode({ nodeSelector: { disk: "hdd" } }, node), false);
  assert.equal(matchesNode(byName("n1"), node), true);
  assert.equal(matchesNode(byName("n2"), node), false);
  assert.deepEqual(findUntoleratedTaint({}, node), { key: "gpu", value: "yes", effect: "NoSchedule" });
  assert.equal(findUntoleratedTaint({ tolerations: [{ key: "gpu", operator: "Exists" }] }, node), undefined);
  assert.equal(findUntoleratedTaint({ tolerations: [{ key: "gpu", value: "yes", effect: "NoSchedule" }] }, node), undefined);
  assert.notEqual(findUntoleratedTaint({ tolerations: [{ key: "gpu", value: "no" }] }, node), undefined);
});

test("resolveIntOrPercent rounds as asked", () => {
  assert.equal(resolveIntOrPercent("25%", 3, "up"), 1);
  assert.equal(resolveIntOrPercent("25%", 3, "down"), 0);
  assert.equal(resolveIntOrPercent(2, 3, "up"), 2);
  assert.equal(resolveIntOrPercent(undefined, 3, "up"), 0);
});

test("mergeConditions moves the transition time with the status only", () => {
  const current = [
    { type: "Ready", status: "True", reason: "A", lastTransitionTime: "t0" },
    { type: "Foreign", status: "True" },
  ];
  const same = { type: "Ready", status: "True", reason: "B", lastTransitionTime: "t1" } as const;
  const changed = { type: "Ready", status: "False", lastTransitionTime: "t1" } as const;
  const added = { type: "New", status: "True", lastTransitionTime: "t1" } as const;
  assert.deepEqual(mergeConditions(current, [same, added]), [{ ...same, lastTransitionTime: "t0" }, current[1], added]);
  assert.deepEqual(mergeConditions(current, [changed]), [changed, current[1]]);
});

test("computeHash ignores the order of keys and absent fields, not values", () => {
  assert.equal(computeHash({ a: 1, b: [{ c: 2 }] }), computeHash({ b: [{ c: 2 }], a: 1, d: undefined }));
  assert.notEqual(computeHash({ a: 1 }), computeHash({ a: 2 }));
  assert.match(computeHash({}), /^[bcdfghjklmnpqrstvwxz2456789]{10}$/);
});

test("toJson leaves out what is undefined, at any depth", () => {
  assert.deepEqual(toJson({ a: undefined, b: [{ c: undefined, d: null }], e: "x" }), { b: [{ d: null }], e: "x" });
});

test("isEqualJson takes null for absent", () => {
  assert.equal(isEqualJson({ a: 1, b: null, c: [{ d: null }] }, { a: 1, c: [{}] }), true);
  assert.equal(isEqualJson({ a: [1, 2] }, { a: [2, 1] }), false);
  assert.equal(isEqualJson({ a: 1 }, { a: "1" }), false);
  assert.equal(isEqualJson([], {}), false);
  assert.equal(isEqualJson(undefined, null), true);
});
