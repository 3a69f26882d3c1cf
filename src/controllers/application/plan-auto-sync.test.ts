import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import { buildApplication } from "../../../test/builders/application.ts";
import { buildCompared, buildObject } from "../../../test/builders/sync.ts";
import type { ApplicationStatus, OperationState, SyncPolicy } from "../../api/index.ts";
import type { ComparedObject } from "../../sync/index.ts";
import { planAutoSync } from "./plan-auto-sync.ts";

const nowMs = Date.parse("2026-01-01T00:10:00Z");
const source = { repoURL: "https://git.example.com/shop.git", path: "apps/web", targetRevision: "main" };
const target = { sources: [source], revisions: ["abc"] };
const changed = buildCompared("changed", buildObject("ConfigMap/a"));
const extra = buildCompared("extra", buildObject("ConfigMap/old"));
const full = { prune: true, selfHeal: true };
const sync = { revision: "abc", prune: true };
const by = { initiatedBy: { automated: true }, retry: { limit: 5 } };
const whole = { kind: "sync", operation: { sync, ...by } };
const healOf = (autoHealAttemptsCount: number) => ({
  kind: "sync",
  operation: { sync: { ...sync, resources: [{ group: "", kind: "ConfigMap", namespace: "shop", name: "a" }], autoHealAttemptsCount }, ...by },
});

function attempt(phase: OperationState["phase"], parts: { readonly revision?: string; readonly healed?: number; readonly secondsAgo?: number } = {}): ApplicationStatus {
  const { revision = "abc", healed, secondsAgo = 5 } = parts;
  return {
    sync: { status: "Synced", revision: "abc" },
    operationState: {
      operation: { sync: { revision, ...(healed === undefined ? {} : { autoHealAttemptsCount: healed }) } },
      phase,
      message: "boom",
      startedAt: "2026-01-01T00:00:00Z",
      finishedAt: new Date(nowMs - secondsAgo * 1_000).toISOString(),
      syncResult: { revision, source },
    },
  };
}

function compared(revision: string): ApplicationStatus {
  const { sync: _sync, ...before } = attempt("Succeeded", { revision: "old" });
  return { ...before, sync: { status: "Synced", revision, comparedTo: { source, destination: {} } } };
}

const none = { kind: "none" };
const cases: readonly {
  readonly name: string;
  readonly automated?: SyncPolicy["automated"];
  readonly objects?: readonly ComparedObject[];
  readonly status?: ApplicationStatus;
  readonly isOutOfSync?: boolean;
  readonly isFirstLook?: boolean;
  readonly want: object;
}[] = [
  { name: "never attempted", want: whole },
  { name: "an older revision was attempted", status: attempt("Succeeded", { revision: "old" }), want: whole },
  { name: "switched off", automated: { ...full, enabled: false }, want: none },
  { name: "in sync", isOutOfSync: false, status: attempt("Succeeded"), want: none },
  { name: "in sync, and nothing on record", isOutOfSync: false, want: whole },
  { name: "in sync, and an older commit on record", isOutOfSync: false, isFirstLook: true, status: compared("old"), want: whole },
  { name: "in sync, and only the comparison on record", isOutOfSync: false, isFirstLook: true, status: compared("abc"), want: none },
  { name: "a commit that changes nothing", isOutOfSync: false, status: compared("old"), want: none },
  { name: "only pruning is left, and it is off", automated: {}, objects: [extra], want: none },
  { name: "everything would go", objects: [extra], want: { kind: "refused", message: "Skipping sync attempt to [abc]: auto-sync will wipe out all resources" } },
  { name: "everything may go", automated: { ...full, allowEmpty: true }, objects: [extra], want: whole },
  { name: "the attempt failed", status: attempt("Failed"), want: { kind: "refused", message: "Failed last sync attempt to [abc]: boom" } },
  { name: "drift without self-heal", automated: { prune: true }, status: attempt("Succeeded"), want: none },
  { name: "drift", status: attempt("Succeeded"), want: healOf(1) },
  { name: "drift again", status: attempt("Succeeded", { healed: 3 }), want: healOf(4) },
  { name: "drift again and again", status: attempt("Succeeded", { healed: 22, secondsAgo: 5 }), want: { kind: "later", afterMs: 13_000 } },
  { name: "drift after a quiet time", status: attempt("Succeeded", { healed: 22, secondsAgo: 100 }), want: healOf(1) },
  { name: "healing failed", status: attempt("Failed", { healed: 1 }), want: { kind: "later", afterMs: 55_000, message: "Failed last sync attempt to [abc]: boom" } },
  { name: "another application owns it", objects: [{ ...changed, sharedWith: "other" }], want: none },
];

for (const { name, automated = full, objects = [changed], status = {}, isOutOfSync = true, isFirstLook = false, want } of cases) {
  test(name, () => {
    const app = buildApplication({ spec: { source, syncPolicy: { automated } }, status });
    deepEqual(planAutoSync({ app, objects, isOutOfSync, hasHooks: false, target, isFirstLook, nowMs }), want);
  });
}
