import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { computeStatus, isSettled, type Outcome } from "./compute-status.ts";

const now = "2026-02-02T00:00:00Z";
const before = "2026-01-01T00:00:00Z";
const unsealed: Outcome = { kind: "unsealed", isWritten: true };
const refused: Outcome = { kind: "refused", reason: "ErrUnsealFailed", message: 'no key could decrypt secret ("a")' };

const sealed = (status: unknown, generation = 2) => ({ apiVersion: "bitnami.com/v1alpha1", kind: "SealedSecret", metadata: { name: "web", generation }, status });
const condition = (parts: object) => ({ type: "Synced", lastUpdateTime: before, lastTransitionTime: before, ...parts });
const good = condition({ status: "True", reason: "Unsealed", message: "" });

const cases = [
  {
    name: "first success",
    object: sealed(undefined),
    outcome: unsealed,
    want: { observedGeneration: 2, conditions: [{ type: "Synced", status: "True", reason: "Unsealed", message: "", lastUpdateTime: now, lastTransitionTime: now }] },
  },
  { name: "the same again", object: sealed({ observedGeneration: 2, conditions: [good] }), outcome: unsealed, want: undefined },
  {
    name: "written by the sealed-secrets controller",
    object: sealed({ observedGeneration: 2, conditions: [{ type: "Synced", status: "True", lastUpdateTime: before, lastTransitionTime: before }] }),
    outcome: unsealed,
    want: undefined,
  },
  {
    name: "next generation",
    object: sealed({ observedGeneration: 1, conditions: [good] }),
    outcome: unsealed,
    want: { observedGeneration: 2, conditions: [{ ...good, lastUpdateTime: now }] },
  },
  {
    name: "failure after success",
    object: sealed({ observedGeneration: 2, conditions: [good] }),
    outcome: refused,
    want: {
      observedGeneration: 2,
      conditions: [{ type: "Synced", status: "False", reason: "ErrUnsealFailed", message: refused.message, lastUpdateTime: now, lastTransitionTime: now }],
    },
  },
  {
    name: "another failure",
    object: sealed({ observedGeneration: 2, conditions: [condition({ status: "False", reason: "ErrUpdateFailed", message: "x" })] }),
    outcome: refused,
    want: {
      observedGeneration: 2,
      conditions: [{ type: "Synced", status: "False", reason: "ErrUnsealFailed", message: refused.message, lastUpdateTime: now, lastTransitionTime: before }],
    },
  },
  {
    name: "malformed status",
    object: sealed({ conditions: "x" }, 1),
    outcome: unsealed,
    want: { observedGeneration: 1, conditions: [{ ...good, lastUpdateTime: now, lastTransitionTime: now }] },
  },
];

for (const { name, object, outcome, want } of cases) test(`status: ${name}`, () => deepEqual(computeStatus(object, { outcome, now }), want));

test("settled means this generation, with success", () => {
  equal(isSettled(sealed({ observedGeneration: 2, conditions: [good] })), true);
  equal(isSettled(sealed({ observedGeneration: 1, conditions: [good] })), false);
  equal(isSettled(sealed({ observedGeneration: 2, conditions: [{ ...good, status: "False" }] })), false);
  equal(isSettled(sealed(undefined)), false);
});
