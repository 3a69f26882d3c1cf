import { deepEqual, equal } from "node:assert/strict";
import { describe, test } from "node:test";
import { buildCompared, buildDesired, buildObject, buildResult, buildSyncInput, startedAt } from "../../test/builders/sync.ts";
import { planSync, type SyncPlan } from "./plan-sync.ts";
import type { SyncInput } from "./task.ts";

const wave = (number: number) => ({ "argocd.argoproj.io/sync-wave": String(number) });
const hook = (type: string, policy?: string) => ({
  "argocd.argoproj.io/hook": type,
  ...(policy === undefined ? {} : { "argocd.argoproj.io/hook-delete-policy": policy }),
});

/** `wave PreSync/0: Job/a, Job/b`, `wait: …`, `finish Succeeded: …` */
function describeStep({ step }: SyncPlan): string {
  if (step.kind === "finish") return `finish ${step.phase}: ${step.message}`;
  if (step.kind === "wait") return `wait: ${step.message}`;
  const tasks = step.kind === "wave" ? step.tasks : step.hooks;
  const names = tasks.map((task) => `${task.kind === "apply" ? "" : `${task.kind} `}${task.key.kind}/${task.key.name}`).join(", ");
  return `${step.kind} ${tasks[0]?.phase}/${tasks[0]?.wave}: ${names}`;
}

const plan = (parts: Partial<SyncInput>) => describeStep(planSync(buildSyncInput(parts)));

describe("order", () => {
  function order(parts: Partial<SyncInput>): string[] {
    return planSync(buildSyncInput(parts)).tasks.map(({ kind, phase, wave, key }) => `${phase}/${wave} ${kind} ${key.kind}/${key.name}`);
  }

  test("phase, wave, kind, name", () => {
    const objects = [
      buildObject("Deployment/web"),
      buildObject("Service/web"),
      buildObject("ConfigMap/b"),
      buildObject("ConfigMap/a"),
      buildObject("Secret/late", { annotations: wave(5) }),
    ];
    deepEqual(order({ objects: objects.map((object) => buildCompared("missing", object)), hooks: [buildDesired(buildObject("Job/migrate", { annotations: hook("PreSync") }))] }), [
      "PreSync/0 hook Job/migrate",
      "Sync/0 apply ConfigMap/a",
      "Sync/0 apply ConfigMap/b",
      "Sync/0 apply Service/web",
      "Sync/0 apply Deployment/web",
      "Sync/5 apply Secret/late",
    ]);
  });

  test("a namespace and a CRD move in front of their first users", () => {
    const crd = buildObject("CustomResourceDefinition/things", { annotations: wave(3), spec: { group: "x.io", names: { kind: "Thing" } } });
    const thing = { ...buildObject("Thing/one", { annotations: wave(-1) }), apiVersion: "x.io/v1" };
    const objects = [buildObject("Namespace/shop", { annotations: wave(5) }), crd, thing];
    deepEqual(order({ objects: objects.map((object) => buildCompared("missing", object)) }), [
      "Sync/-1 apply Namespace/shop",
      "Sync/-1 apply CustomResourceDefinition/things",
      "Sync/-1 apply Thing/one",
    ]);
  });

  test("prunes run in reverse, PruneLast after all", () => {
    const extra = (name: string, number: number, options = {}) => buildCompared("extra", buildObject(`ConfigMap/${name}`, { annotations: { ...wave(number), ...options } }));
    const last = { "argocd.argoproj.io/sync-options": "PruneLast=true" };
    const objects = [extra("a", 0), extra("b", 1), extra("c", 2), extra("z", 1, last), buildCompared("missing", buildObject("Service/web", { annotations: wave(3) }))];
    deepEqual(order({ objects }), ["Sync/0 prune ConfigMap/c", "Sync/1 prune ConfigMap/b", "Sync/2 prune ConfigMap/a", "Sync/3 apply Service/web", "Sync/4 prune ConfigMap/z"]);
  });
});

describe("one wave", () => {
  const web = buildObject("Deployment/web");
  const old = buildObject("ConfigMap/old");
  const selection = { resources: [{ kind: "ConfigMap", name: "old" }] };
  const cases: readonly { name: string; input: Partial<SyncInput>; want: string }[] = [
    { name: "missing", input: { objects: [buildCompared("missing", web)] }, want: "wave Sync/0: Deployment/web" },
    { name: "equal", input: { objects: [buildCompared("equal", web)] }, want: "finish Succeeded: successfully synced (all tasks run)" },
    { name: "nothing at all", input: {}, want: "finish Succeeded: successfully synced (no more tasks)" },
    {
      name: "applied: health is not waited for",
      input: { objects: [buildCompared("equal", { ...web, spec: { replicas: 3 } })], results: [buildResult(web)] },
      want: "finish Succeeded: successfully synced (all tasks run)",
    },
    { name: "applied, and deleted since", input: { objects: [buildCompared("missing", web)], results: [buildResult(web)] }, want: "wave Sync/0: Deployment/web" },
    {
      name: "applied, still different",
      input: { objects: [buildCompared("changed", web)], results: [buildResult(web)] },
      want: "finish Succeeded: successfully synced (all tasks run)",
    },
    {
      name: "refused",
      input: { objects: [buildCompared("missing", web)], results: [buildResult(web, { status: "SyncFailed", message: "no" })] },
      want: "finish Failed: one or more objects failed to apply, reason: apps/Deployment/web: no",
    },
    { name: "prune", input: { objects: [buildCompared("extra", old)] }, want: "wave Sync/0: prune ConfigMap/old" },
    { name: "prune not asked for", input: { objects: [buildCompared("extra", old)], sync: {} }, want: "finish Succeeded: successfully synced (all tasks run)" },
    {
      name: "pruned, still there",
      input: { objects: [buildCompared("extra", old)], results: [buildResult(old, { status: "Pruned" })] },
      want: "wait: waiting for deletion of /ConfigMap/old",
    },
    {
      name: "only what is selected",
      input: { objects: [buildCompared("missing", web), buildCompared("extra", old)], sync: { prune: true, ...selection } },
      want: "wave Sync/0: prune ConfigMap/old",
    },
    {
      name: "owned by another application",
      input: { objects: [buildCompared("missing", web, { sharedWith: "other" })] },
      want: "finish Succeeded: successfully synced (no more tasks)",
    },
    {
      name: "owned by another application, which must not be",
      input: { objects: [buildCompared("missing", web, { sharedWith: "other" })], options: ["FailOnSharedResource=true"] },
      want: "finish Failed: Shared resource found: apps/Deployment/shop/web is part of application other",
    },
    {
      name: "not permitted",
      input: { objects: [buildCompared("missing", web, { problem: "resource apps:Deployment is not permitted in project p" })] },
      want: "finish Failed: one or more synchronization tasks are not valid: apps/Deployment/web: resource apps:Deployment is not permitted in project p",
    },
    { name: "replaced although equal", input: { objects: [buildCompared("equal", web)], options: ["Replace=true"] }, want: "wave Sync/0: Deployment/web" },
  ];
  for (const { name, input, want } of cases) test(name, () => equal(plan(input), want));

  test("an unknown kind is refused before anything is applied", () => {
    const thing = buildObject("Thing/one");
    const unknown = buildCompared("missing", thing, { desired: buildDesired(thing, { resource: undefined }) });
    const { resource: _resource, ...rest } = unknown;
    equal(
      plan({ objects: [{ ...rest, resource: undefined }, buildCompared("missing", web)] }),
      'finish Failed: one or more synchronization tasks are not valid: /Thing/one: The Kubernetes API could not find Thing for requested resource shop/one. Make sure the "Thing" CRD is installed on the destination cluster.',
    );
  });
});

describe("several waves", () => {
  const first = buildObject("StatefulSet/db", { spec: { replicas: 1 }, status: { observedGeneration: 1, readyReplicas: 0 } });
  const ready = { ...first, status: { observedGeneration: 1, readyReplicas: 1 } };
  const failed = buildObject("Job/seed", { status: { conditions: [{ type: "Failed", status: "True", message: "boom" }] } });
  const second = buildCompared("missing", buildObject("Deployment/web", { annotations: wave(1) }));
  const child = (status: object, spec: object = { syncPolicy: { automated: {} } }) =>
    buildObject("Application/db", { namespace: "argocd", spec: { source: { repoURL: "r", path: "p" }, destination: { name: "in-cluster" }, ...spec }, status });
  const cases: readonly { name: string; input: Partial<SyncInput>; want: string }[] = [
    { name: "the first comes first", input: { objects: [buildCompared("missing", first), second] }, want: "wave Sync/0: StatefulSet/db" },
    { name: "it must be healthy", input: { objects: [buildCompared("equal", first), second] }, want: "wait: waiting for healthy state of apps/StatefulSet/db" },
    { name: "it is healthy", input: { objects: [buildCompared("equal", ready), second] }, want: "wave Sync/1: Deployment/web" },
    {
      name: "it is degraded",
      input: { objects: [buildCompared("equal", failed), second] },
      want: "finish Failed: one or more objects failed to apply, reason: batch/Job/seed: boom",
    },
    {
      name: "it was healthy once in this operation",
      input: { objects: [buildCompared("equal", first), second], results: [buildResult(first, { hookPhase: "Succeeded" })] },
      want: "wave Sync/1: Deployment/web",
    },
    { name: "a new child application", input: { objects: [buildCompared("equal", child({})), second] }, want: "wait: waiting for healthy state of argoproj.io/Application/db" },
    {
      name: "a degraded child application is waited for",
      input: { objects: [buildCompared("equal", child({ sync: { status: "Synced" }, health: { status: "Degraded" } })), second] },
      want: "wait: waiting for healthy state of argoproj.io/Application/db",
    },
    {
      name: "a healthy child application",
      input: { objects: [buildCompared("equal", child({ sync: { status: "Synced" }, health: { status: "Healthy" } })), second] },
      want: "wave Sync/1: Deployment/web",
    },
    {
      name: "a manual child application nobody synced lets later waves pass",
      input: { objects: [buildCompared("equal", child({ sync: { status: "OutOfSync" }, health: { status: "Missing" } }, {})), second] },
      want: "wave Sync/1: Deployment/web",
    },
  ];
  for (const { name, input, want } of cases) test(name, () => equal(plan(input), want));

  test("objects that are to be made are tried first, once", () => {
    const objects = [buildCompared("missing", first), second, buildCompared("changed", buildObject("Service/web"))];
    const validated = (results: SyncInput["results"]) => {
      const { step } = planSync(buildSyncInput({ objects, results }));
      return step.kind === "wave" ? step.validate.map(({ id }) => id) : [];
    };
    deepEqual(validated([]), ["apps/StatefulSet/shop/db", "apps/Deployment/shop/web"]);
    deepEqual(validated([buildResult(buildObject("Service/web"))]), []);
  });
});

describe("hooks", () => {
  const web = buildCompared("missing", buildObject("Deployment/web"));
  const migrate = buildObject("Job/migrate", { annotations: hook("PreSync") });
  const live = (conditions: readonly object[], operation = startedAt) => {
    const object = { ...migrate, metadata: { ...migrate.metadata, annotations: { ...migrate.metadata.annotations, "sillage.dev/operation": operation } }, status: { conditions } };
    return new Map([["batch/Job/shop/migrate", object]]);
  };
  const complete = [{ type: "Complete", status: "True" }];
  const failed = [{ type: "Failed", status: "True", message: "boom" }];
  const hooks = [buildDesired(migrate)];
  const cleanup = buildDesired(buildObject("Job/cleanup", { annotations: hook("SyncFail") }));
  const recorded = (hookPhase: "Running" | "Succeeded") => [buildResult(migrate, { syncPhase: "PreSync", hookPhase, hookType: "PreSync" })];
  const cases: readonly { name: string; input: Partial<SyncInput>; want: string }[] = [
    { name: "runs before", input: { objects: [web], hooks }, want: "wave PreSync/0: hook Job/migrate" },
    { name: "runs", input: { objects: [web], hooks, liveHooks: live([]) }, want: "wait: waiting for completion of hook batch/Job/migrate" },
    { name: "is done", input: { objects: [web], hooks, liveHooks: live(complete) }, want: "wave Sync/0: Deployment/web" },
    {
      name: "of an earlier operation does not count",
      input: { objects: [web], hooks, liveHooks: live(complete, "2025-12-31T00:00:00Z") },
      want: "wave PreSync/0: hook Job/migrate",
    },
    { name: "was done and is gone", input: { objects: [web], hooks, results: recorded("Succeeded") }, want: "wave Sync/0: Deployment/web" },
    {
      name: "vanished while it ran",
      input: { objects: [web], hooks, results: recorded("Running") },
      want: "finish Failed: one or more objects failed to apply, reason: batch/Job/migrate: Job migrate is missing, it might have been deleted",
    },
    { name: "failed", input: { objects: [web], hooks, liveHooks: live(failed) }, want: "finish Failed: one or more objects failed to apply, reason: batch/Job/migrate: boom" },
    { name: "failed: the SyncFail hook runs", input: { objects: [web], hooks: [...hooks, cleanup], liveHooks: live(failed) }, want: "wave SyncFail/0: hook Job/cleanup" },
    {
      name: "do not run in a selective sync",
      input: { objects: [web], hooks, sync: { resources: [{ group: "apps", kind: "Deployment", name: "web" }] } },
      want: "wave Sync/0: Deployment/web",
    },
    { name: "do not run with the apply strategy", input: { objects: [web], hooks, sync: { syncStrategy: { apply: {} } } }, want: "wave Sync/0: Deployment/web" },
    { name: "are stopped on termination", input: { objects: [web], hooks, liveHooks: live([]), isTerminating: true }, want: "stop PreSync/0: hook Job/migrate" },
    { name: "nothing to stop", input: { objects: [web], hooks, liveHooks: live(complete), isTerminating: true }, want: "finish Failed: Operation terminated" },
  ];
  for (const { name, input, want } of cases) test(name, () => equal(plan(input), want));

  test("a generated name is the same each time", () => {
    const generated = buildDesired(buildObject("Job/", { annotations: hook("PreSync,PostSync"), metadata: { generateName: "seed-" } }));
    const { tasks } = planSync(buildSyncInput({ hooks: [generated] }));
    deepEqual(
      tasks.map(({ key }) => key.name),
      ["seed-0123456-presync-1767225600", "seed-0123456-postsync-1767225600"],
    );
  });
});

test("results tell what was done and what was left", () => {
  const web = buildObject("Deployment/web");
  const old = buildObject("ConfigMap/old");
  const gone = buildResult(buildObject("ConfigMap/gone"), { status: "Pruned", message: "pruned" });
  const { results } = planSync(buildSyncInput({ objects: [buildCompared("equal", web), buildCompared("extra", old)], sync: {}, results: [gone] }));
  deepEqual(results, [
    buildResult(old, { status: "PruneSkipped", message: "ignored (requires pruning)", hookPhase: "Succeeded" }),
    buildResult(web, { message: "unchanged", hookPhase: "Succeeded" }),
    { ...gone, hookPhase: "Succeeded" },
  ]);
});

describe("pruning that a person must agree to", () => {
  const confirm = { "argocd.argoproj.io/sync-options": "Prune=confirm" };
  const extra = (name: string, annotations = {}) => buildCompared("extra", buildObject(`ConfigMap/${name}`, { annotations }));
  const objects = [extra("a", confirm), extra("b"), buildCompared("missing", buildObject("Deployment/web"))];
  const how = 'agree with "sillage app confirm-deletion", or annotate the Application with argocd.argoproj.io/deletion-approved and the present time';
  const cases: readonly { name: string; input: Partial<SyncInput>; want: string }[] = [
    { name: "the whole wave waits", input: { objects }, want: `wait: waiting for pruning confirmation of /ConfigMap/a: ${how}` },
    { name: "agreed", input: { objects, isApproved: true }, want: "wave Sync/0: prune ConfigMap/a, prune ConfigMap/b, Deployment/web" },
    {
      name: "asked for by the application",
      input: { objects: [extra("a"), extra("b")], options: ["Prune=confirm"] },
      want: `wait: waiting for pruning confirmation of /ConfigMap/a and 1 more resources: ${how}`,
    },
    {
      name: "the object's own word counts",
      input: { objects: [extra("a", { "argocd.argoproj.io/sync-options": "Prune=true" })], options: ["Prune=confirm"] },
      want: "wave Sync/0: prune ConfigMap/a",
    },
    { name: "an earlier wave goes on", input: { objects: [extra("a", { ...confirm, ...wave(1) }), objects[2]!] }, want: "wave Sync/0: Deployment/web" },
    { name: "not pruned at all", input: { objects, sync: {} }, want: "wave Sync/0: Deployment/web" },
    { name: "a dry run deletes nothing", input: { objects, sync: { prune: true, dryRun: true } }, want: "wave Sync/0: prune ConfigMap/a, prune ConfigMap/b, Deployment/web" },
    { name: "stopped while it waits", input: { objects, isTerminating: true }, want: "finish Failed: Operation terminated" },
    {
      name: "already on its way",
      input: { objects: [buildCompared("extra", buildObject("ConfigMap/a", { annotations: confirm, metadata: { annotations: confirm, deletionTimestamp: startedAt } }))] },
      want: "wait: waiting for deletion of /ConfigMap/a",
    },
  ];
  for (const { name, input, want } of cases) test(name, () => equal(plan(input), want));
});
