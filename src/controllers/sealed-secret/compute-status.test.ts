import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import type { KubeObject } from "../../kube/index.ts";
import { computeStatus, isSettled, type Outcome } from "./compute-status.ts";
import type { ComputedValue } from "./value.ts";

const now = "2026-02-02T00:00:00Z";
const before = "2026-01-01T00:00:00Z";
const unsealed: Outcome = { kind: "unsealed", isWritten: true, isReplaced: false };
const refused: Outcome = { kind: "refused", reason: "ErrUnsealFailed", message: 'no key could decrypt secret ("a")' };

const sealed = (status: unknown, generation = 2) => ({ apiVersion: "bitnami.com/v1alpha1", kind: "SealedSecret", metadata: { name: "web", generation }, status });
const condition = (parts: object) => ({ type: "Synced", lastUpdateTime: before, lastTransitionTime: before, ...parts });
const good = condition({ status: "True", reason: "Unsealed", message: "" });

const value = { type: "sillage.dev/Value", status: "True", reason: "Recorded", message: "d1 by k1", lastUpdateTime: before, lastTransitionTime: before };
const outdated = condition({ type: "sillage.dev/PodsUpToDate", status: "False", reason: "OldValueInUse", message: "1 pod" });
const theirs = { type: "Other", status: "True" };
const settled = (...conditions: readonly object[]) => sealed({ observedGeneration: 2, conditions: [good, ...conditions] });

interface Case {
  readonly name: string;
  readonly object: KubeObject;
  readonly outcome?: Outcome;
  readonly value?: ComputedValue;
  readonly outdated?: string;
  readonly want: unknown;
}

const cases: readonly Case[] = [
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

const valueCases: readonly Case[] = [
  {
    name: "the value is recorded with the first success",
    object: sealed(undefined),
    value: { digest: "d1 by k1", since: before, isNew: false },
    want: {
      observedGeneration: 2,
      conditions: [
        { ...good, lastUpdateTime: now, lastTransitionTime: now },
        { ...value, lastUpdateTime: now },
      ],
    },
  },
  { name: "nobody writes only to record it", object: settled(), value: { digest: "d1 by k1", since: before, isNew: false }, want: undefined },
  { name: "the same value by another key is no news", object: settled(value), value: { digest: "d2 by k2", since: before, isNew: false }, want: undefined },
  {
    name: "another value is",
    object: settled(value, theirs),
    value: { digest: "d2 by k1", since: now, isNew: true },
    want: { observedGeneration: 2, conditions: [{ ...good, lastUpdateTime: now }, theirs, { ...value, message: "d2 by k1", lastUpdateTime: now, lastTransitionTime: now }] },
  },
  {
    name: "a failure keeps what is known of value and pods",
    object: settled(value, outdated),
    outcome: refused,
    want: {
      observedGeneration: 2,
      conditions: [{ type: "Synced", status: "False", reason: "ErrUnsealFailed", message: refused.message, lastUpdateTime: now, lastTransitionTime: now }, value, outdated],
    },
  },
  {
    name: "pods with an older value",
    object: settled(value),
    outdated: "1 pod",
    want: { observedGeneration: 2, conditions: [{ ...good, lastUpdateTime: now }, value, { ...outdated, lastUpdateTime: now, lastTransitionTime: now }] },
  },
  { name: "the same pods", object: settled(value, outdated), outdated: "1 pod", want: undefined },
  {
    name: "other pods",
    object: settled(value, outdated),
    outdated: "2 pods",
    want: { observedGeneration: 2, conditions: [{ ...good, lastUpdateTime: now }, value, { ...outdated, message: "2 pods", lastUpdateTime: now }] },
  },
  { name: "other pods, but the list is of just now", object: settled(value, { ...outdated, lastUpdateTime: "2026-02-01T23:59:51Z" }), outdated: "2 pods", want: undefined },
  {
    name: "no such pods any more, at once",
    object: settled(value, { ...outdated, lastUpdateTime: "2026-02-01T23:59:59Z" }),
    outdated: "",
    want: {
      observedGeneration: 2,
      conditions: [{ ...good, lastUpdateTime: now }, value, { ...outdated, status: "True", reason: "UpToDate", message: "", lastUpdateTime: now, lastTransitionTime: now }],
    },
  },
  { name: "never any such pods", object: settled(value), outdated: "", want: undefined },
  { name: "pods not known", object: settled(value, outdated), want: undefined },
  {
    name: "what was said while another controller unsealed",
    object: settled({ type: "sillage.dev/Delivered", status: "False" }),
    want: { observedGeneration: 2, conditions: [{ ...good, lastUpdateTime: now }] },
  },
];

for (const { name, object, outcome = unsealed, want, ...seen } of [...cases, ...valueCases]) {
  test(`status: ${name}`, () => deepEqual(computeStatus(object, { outcome, now, ...seen }), want));
}

test("settled means this generation, with success", () => {
  equal(isSettled(sealed({ observedGeneration: 2, conditions: [good] })), true);
  equal(isSettled(sealed({ observedGeneration: 1, conditions: [good] })), false);
  equal(isSettled(sealed({ observedGeneration: 2, conditions: [{ ...good, status: "False" }] })), false);
  equal(isSettled(sealed(undefined)), false);
});
