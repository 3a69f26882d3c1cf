import { deepEqual, equal } from "node:assert/strict";
import { describe, test } from "node:test";
import { buildDesired, buildObject, buildResource, type ObjectParts } from "../../../test/builders/sync.ts";
import type { KubeObject } from "../../kube/index.ts";
import { planDeleteHookCleanup } from "./plan-delete-hook-cleanup.ts";
import { type DeleteHooksInput, planDeleteHooks } from "./plan-delete-hooks.ts";
import { planHookFinalizers } from "./plan-hook-finalizers.ts";

const deletedAt = "2026-01-01T00:00:00Z";
const hookFinalizer = "argocd.argoproj.io/hook-finalizer";
const conditions = {
  running: [],
  complete: [{ type: "Complete", status: "True" }],
  failed: [{ type: "Failed", status: "True", message: "it broke" }],
};

interface HookParts {
  readonly type?: string;
  readonly wave?: number;
  readonly policy?: string;
}

function hook(label: string, { type = "PreDelete", wave = 0, policy }: HookParts = {}, parts: ObjectParts = {}): KubeObject {
  const annotations = {
    "argocd.argoproj.io/hook": type,
    "argocd.argoproj.io/sync-wave": String(wave),
    ...(policy === undefined ? {} : { "argocd.argoproj.io/hook-delete-policy": policy }),
  };
  return buildObject(label, { ...parts, annotations });
}

/** As it is live: made for this deletion, `seconds` after it began. */
function live(object: KubeObject, state: keyof typeof conditions, { seconds = 0, attempt = "PreDelete of 1 from old", metadata = {} } = {}): KubeObject {
  const creationTimestamp = new Date(Date.parse(deletedAt) + seconds * 1000).toISOString();
  const annotations = { ...object.metadata.annotations, "sillage.dev/operation": attempt };
  return { ...object, metadata: { ...object.metadata, annotations, creationTimestamp, finalizers: [hookFinalizer], ...metadata }, status: { conditions: conditions[state] } };
}

const owned = (object: KubeObject) => ({ resource: buildResource(object), object });

interface PlanParts extends Partial<Pick<DeleteHooksInput, "type">> {
  readonly hooks: readonly KubeObject[];
  readonly present?: readonly KubeObject[];
  readonly seconds?: number;
  /** Of the hooks as they are wanted now. */
  readonly hash?: string;
}

function plan({ hooks, present = [], seconds = 1, hash = "old", ...parts }: PlanParts): string {
  const nowMs = Date.parse(deletedAt) + seconds * 1000;
  const step = planDeleteHooks({ type: "PreDelete", hooks: hooks.map((object) => buildDesired(object, { hash })), live: present.map(owned), uid: "1", deletedAt, nowMs, ...parts });
  if (step.kind === "create") return `create: ${step.hooks.map(({ key }) => `${key.kind}/${key.name}`).join(", ")}`;
  if (step.kind === "clear") return `clear: ${step.objects.map(({ object }) => `${object.kind}/${object.metadata.name}`).join(", ")}`;
  return step.kind === "failed" ? `failed, again in ${step.retryInMs / 1000}s: ${step.message}` : step.kind;
}

describe("hooks of a deletion", () => {
  const backup = hook("Job/backup");
  const account = hook("ServiceAccount/backup");
  const late = hook("Job/late", { wave: 1 });
  const failure = "one or more PreDelete hooks failed, to be tried again at";
  const cases: readonly { name: string; input: PlanParts; want: string }[] = [
    { name: "none", input: { hooks: [] }, want: "done" },
    { name: "of another type", input: { hooks: [hook("Job/a", { type: "PostDelete" }), hook("Job/b", { type: "PreSync" })] }, want: "done" },
    { name: "of two types", input: { hooks: [hook("Job/a", { type: "PreSync,PreDelete" })] }, want: "create: Job/a" },
    { name: "of Helm", input: { hooks: [buildObject("Job/a", { annotations: { "helm.sh/hook": "pre-delete" } })] }, want: "create: Job/a" },
    { name: "after it", input: { hooks: [backup, hook("Job/report", { type: "PostDelete" })], type: "PostDelete" }, want: "create: Job/report" },
    { name: "what others need comes first", input: { hooks: [backup, account, late] }, want: "create: ServiceAccount/backup, Job/backup" },
    { name: "one is missing", input: { hooks: [backup, account], present: [live(account, "running")] }, want: "create: Job/backup" },
    { name: "one runs", input: { hooks: [backup, late], present: [live(backup, "running")] }, want: "wait" },
    { name: "the next wave", input: { hooks: [late, backup], present: [live(backup, "complete")] }, want: "create: Job/late" },
    { name: "all have ended", input: { hooks: [backup, late], present: [live(backup, "complete"), live(late, "complete")] }, want: "done" },
    { name: "what has no health is done when it is there", input: { hooks: [account], present: [live(account, "running")] }, want: "done" },
    { name: "left from a sync", input: { hooks: [backup], present: [live(backup, "complete", { attempt: "2025-12-31T00:00:00Z" })] }, want: "clear: Job/backup" },
    { name: "left from another deletion", input: { hooks: [backup], present: [live(backup, "failed", { attempt: "PreDelete of 0 from old" })] }, want: "clear: Job/backup" },
    {
      name: "before and after: once each",
      input: { hooks: [hook("Job/both", { type: "PreDelete,PostDelete" })], present: [live(hook("Job/both", { type: "PreDelete,PostDelete" }), "complete")], type: "PostDelete" },
      want: "clear: Job/both",
    },
    {
      name: "gone by its time to live, and held",
      input: { hooks: [backup], present: [live(backup, "complete", { metadata: { deletionTimestamp: deletedAt } })] },
      want: "done",
    },
    {
      name: "on its way out",
      input: { hooks: [backup], present: [live(backup, "failed", { metadata: { deletionTimestamp: deletedAt, finalizers: ["foregroundDeletion"] } })] },
      want: "wait",
    },
    {
      name: "failed",
      input: { hooks: [backup, late], present: [live(backup, "failed")] },
      want: `failed, again in 9s: ${failure} 2026-01-01T00:00:10.000Z, reason: batch/Job/backup: it broke`,
    },
    { name: "failed, and due", input: { hooks: [backup, late], present: [live(backup, "failed")], seconds: 10 }, want: "clear: Job/backup" },
    { name: "failed, and changed since", input: { hooks: [backup], present: [live(backup, "failed")], hash: "new" }, want: "clear: Job/backup" },
    { name: "changed while it runs", input: { hooks: [backup], present: [live(backup, "running")], hash: "new" }, want: "wait" },
    { name: "changed when it had ended", input: { hooks: [backup], present: [live(backup, "complete")], hash: "new" }, want: "done" },
    { name: "one failed, one is missing", input: { hooks: [backup, hook("Job/other")], present: [live(backup, "failed")] }, want: "create: Job/other" },
    {
      name: "failed again: the wait has doubled",
      input: { hooks: [backup], present: [live(backup, "failed", { seconds: 40 })], seconds: 50 },
      want: `failed, again in 30s: ${failure} 2026-01-01T00:01:20.000Z, reason: batch/Job/backup: it broke`,
    },
    {
      name: "failed after hours: the wait is three minutes",
      input: { hooks: [backup], present: [live(backup, "failed", { seconds: 7200 })], seconds: 7210 },
      want: `failed, again in 170s: ${failure} 2026-01-01T02:03:00.000Z, reason: batch/Job/backup: it broke`,
    },
  ];
  for (const { name, input, want } of cases) test(name, () => equal(plan(input), want));

  test("one without a name has the same one each time, in the mark of its owner, too", () => {
    const annotations = { "argocd.argoproj.io/hook": "PreDelete", "argocd.argoproj.io/tracking-id": "shop:batch/Job:shop/" };
    const nameless = buildDesired(buildObject("Job/", { annotations, metadata: { generateName: "backup-" } }), { hash: "0123456789abcdef" });
    const step = planDeleteHooks({ type: "PreDelete", hooks: [nameless], live: [], uid: "1", deletedAt, nowMs: 0 });
    deepEqual(step.kind === "create" && step.hooks.map(({ object }) => object.metadata), [
      {
        name: "backup-predelete-1767225600",
        namespace: "shop",
        annotations: {
          "argocd.argoproj.io/hook": "PreDelete",
          "argocd.argoproj.io/tracking-id": "shop:batch/Job:shop/backup-predelete-1767225600",
          "sillage.dev/operation": "PreDelete of 1 from 0123456789ab",
        },
        finalizers: [hookFinalizer],
      },
    ]);
  });
});

describe("what hooks leave", () => {
  const free = { metadata: { finalizers: [] } };
  const [succeeded, failed, both, before] = ["HookSucceeded", "HookFailed", "HookSucceeded,HookFailed", "BeforeHookCreation"].map((policy) => hook(`Job/${policy}`, { policy }));
  const cases: readonly { name: string; hooks: readonly KubeObject[]; want: readonly [release: string, remove: string, isDone: boolean] }[] = [
    { name: "nothing", hooks: [], want: ["", "", true] },
    { name: "a held one, to stay", hooks: [live(before!, "complete")], want: ["BeforeHookCreation", "", false] },
    { name: "one that stays", hooks: [live(before!, "complete", free)], want: ["", "", true] },
    {
      name: "after success",
      hooks: [succeeded!, failed!, both!, before!].map((each) => live(each, "complete", free)),
      want: ["", "HookSucceeded,HookSucceeded,HookFailed", false],
    },
    {
      name: "one has failed: the policies of all go by that",
      hooks: [live(succeeded!, "complete", free), live(failed!, "complete", free), live(before!, "failed", free)],
      want: ["", "HookFailed", false],
    },
    { name: "one still runs", hooks: [live(succeeded!, "running", free), live(failed!, "complete", free)], want: ["", "", true] },
    { name: "on its way out", hooks: [live(succeeded!, "complete", { metadata: { finalizers: ["foregroundDeletion"], deletionTimestamp: deletedAt } })], want: ["", "", false] },
  ];
  for (const { name, hooks, want } of cases) {
    test(name, () => {
      const { release, remove, isDone } = planDeleteHookCleanup(hooks.map(owned));
      const names = (list: typeof release) => list.map(({ object }) => object.metadata.name).join(",");
      deepEqual([names(release), names(remove), isDone], want);
    });
  }
});

describe("finalizers for hooks", () => {
  const [pre, preCleanup] = ["pre-delete-finalizer.argocd.argoproj.io", "pre-delete-finalizer.argocd.argoproj.io/cleanup"];
  const [post, postCleanup] = ["post-delete-finalizer.argocd.argoproj.io", "post-delete-finalizer.argocd.argoproj.io/cleanup"];
  const before = hook("Job/before");
  const after = hook("Job/after", { type: "PostDelete" });
  const cases: readonly { name: string; present: readonly string[]; hooks: readonly KubeObject[]; want: readonly string[] | undefined }[] = [
    { name: "no hooks", present: ["other"], hooks: [hook("Job/a", { type: "Sync" })], want: undefined },
    { name: "a hook before", present: ["other"], hooks: [before], want: ["other", pre, preCleanup] },
    { name: "a hook after", present: [], hooks: [after], want: [post, postCleanup] },
    { name: "half of them", present: [preCleanup], hooks: [before], want: [preCleanup, pre] },
    { name: "all there", present: [pre, preCleanup, post, postCleanup], hooks: [before, after], want: undefined },
    { name: "one type has left", present: [pre, "other", preCleanup, post, postCleanup], hooks: [after], want: ["other", post, postCleanup] },
  ];
  for (const { name, present, hooks, want } of cases) {
    test(name, () => {
      deepEqual(
        planHookFinalizers(
          present,
          hooks.map((object) => ({ object })),
        ),
        want,
      );
    });
  }
});
