import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import type { OperationState } from "../../api/index.ts";
import { endOperation, retryDueInMs } from "./operation-state.ts";

const now = "2026-01-01T00:00:00.000Z";
const state: OperationState = { operation: { retry: { limit: 2, backoff: { duration: "10s", factor: 3, maxDuration: "20s" } } }, phase: "Running", startedAt: now };
const fail = { phase: "Failed", message: "boom", now } as const;

const cases: readonly { readonly name: string; readonly state: OperationState; readonly want: Partial<OperationState> }[] = [
  { name: "a first retry", state, want: { phase: "Running", message: "boom. Retrying attempt #1 at 2026-01-01T00:00:10.000Z.", finishedAt: now, retryCount: 1 } },
  {
    name: "a second one waits longer, up to a limit",
    state: { ...state, retryCount: 1 },
    want: { phase: "Running", message: "boom. Retrying attempt #2 at 2026-01-01T00:00:20.000Z.", finishedAt: now, retryCount: 2 },
  },
  { name: "no more", state: { ...state, retryCount: 2 }, want: { phase: "Failed", message: "boom (retried 2 times).", finishedAt: now } },
  { name: "without retry", state: { ...state, operation: {} }, want: { phase: "Failed", message: "boom", finishedAt: now } },
  { name: "terminated", state: { ...state, phase: "Terminating" }, want: { phase: "Failed", message: "boom", finishedAt: now } },
];

for (const { name, state, want } of cases) test(name, () => deepEqual(endOperation(state, fail), { ...state, ...want }));

test("a retry is due after its wait", () => {
  const waiting = endOperation(state, fail);
  equal(retryDueInMs(waiting, Date.parse(now) + 4_000), 6_000);
  equal(retryDueInMs(waiting, Date.parse(now) + 60_000), 0);
  equal(retryDueInMs(state, Date.parse(now)), undefined);
});
