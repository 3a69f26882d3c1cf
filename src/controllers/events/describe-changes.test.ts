import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ApplicationStatus, OperationState } from "../../api/index.ts";
import { describeChanges } from "./describe-changes.ts";

const revision = "0123abc";

function operation(parts: Partial<OperationState>): OperationState {
  return { operation: { sync: {}, initiatedBy: { automated: true } }, phase: "Running", startedAt: "2026-11-24T10:00:00Z", syncResult: { revision }, ...parts };
}

const ended = operation({ phase: "Succeeded", finishedAt: "2026-11-24T10:00:02Z" });
const byHand = { operation: { sync: { revision }, initiatedBy: { username: "ada" } } };

const cases: readonly { readonly name: string; readonly before?: ApplicationStatus; readonly after: ApplicationStatus; readonly want: readonly string[] }[] = [
  { name: "nothing", after: {}, want: [] },
  {
    name: "a status that moves",
    before: { sync: { status: "OutOfSync" }, health: { status: "Missing" } },
    after: { sync: { status: "Synced" }, health: { status: "Healthy" } },
    want: ["Normal ResourceUpdated Updated sync status: OutOfSync -> Synced", "Normal ResourceUpdated Updated health status: Missing -> Healthy"],
  },
  { name: "nothing of a first status", after: { sync: { status: "Synced" }, health: { status: "Healthy" } }, want: [] },
  { name: "what automation begins", after: { operationState: operation({}) }, want: [`Normal OperationStarted Initiated automated sync to '${revision}'`] },
  {
    name: "what automation begins and ends in one step",
    after: { operationState: ended },
    want: [`Normal OperationStarted Initiated automated sync to '${revision}'`, `Normal OperationCompleted Sync operation to ${revision} succeeded`],
  },
  { name: "not what a person begins: that was told of when it was asked for", after: { operationState: operation(byHand) }, want: [] },
  {
    name: "an end, once",
    before: { operationState: operation({}) },
    after: { operationState: ended },
    want: [`Normal OperationCompleted Sync operation to ${revision} succeeded`],
  },
  { name: "nothing when an ended operation stays", before: { operationState: ended }, after: { operationState: ended }, want: [] },
  {
    name: "a failure, with its message",
    before: { operationState: operation(byHand) },
    after: { operationState: operation({ ...byHand, phase: "Failed", message: "one or more objects failed to apply" }) },
    want: [`Warning OperationCompleted Sync operation to ${revision} failed: one or more objects failed to apply`],
  },
  {
    name: "a sync of some resources",
    after: { operationState: operation({ operation: { sync: { resources: [{ kind: "Service", name: "web" }] } }, phase: "Error", message: "no such kind" }) },
    want: [`Warning OperationCompleted Partial sync operation to ${revision} failed: no such kind`],
  },
];

describe("Events of a status tell", () => {
  for (const { name, before = {}, after, want } of cases)
    it(name, () =>
      assert.deepEqual(
        describeChanges(before, after).map(({ type, reason, message }) => `${type} ${reason} ${message}`),
        want,
      ),
    );
});
