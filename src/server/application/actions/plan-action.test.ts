import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isSillageError } from "../../../errors/index.ts";
import type { KubeObject } from "../../../kube/index.ts";
import type { ActionStep } from "./action.ts";
import { listActions, planAction } from "./plan-action.ts";

const now = "2026-01-02T03:04:05Z";
const object = (apiVersion: string, kind: string, fields: object = {}): KubeObject => ({ apiVersion, kind, metadata: { name: "web", namespace: "shop", uid: "u-1" }, ...fields });
const deployment = (spec: object) => object("apps/v1", "Deployment", { spec });
const rollout = (spec: object, status: object) => object("argoproj.io/v1alpha1", "Rollout", { spec, status });
const done = { conditions: [{ type: "Complete", status: "True" }] };
const replicas = [{ name: "replicas", type: "number", default: "2" }];

const offers: readonly { name: string; object: KubeObject; want: readonly object[] }[] = [
  {
    name: "a Deployment",
    object: deployment({ replicas: 2 }),
    want: [{ name: "pause" }, { name: "restart" }, { name: "resume", disabled: true }, { name: "scale", params: replicas }],
  },
  {
    name: "a paused Deployment",
    object: deployment({ replicas: 2, paused: true }),
    want: [{ name: "pause", disabled: true }, { name: "restart" }, { name: "resume" }, { name: "scale", params: replicas }],
  },
  { name: "a StatefulSet", object: object("apps/v1", "StatefulSet", { spec: { replicas: 2 } }), want: [{ name: "restart" }, { name: "scale", params: replicas }] },
  { name: "a DaemonSet", object: object("apps/v1", "DaemonSet"), want: [{ name: "restart" }] },
  { name: "a CronJob", object: object("batch/v1", "CronJob", { spec: {} }), want: [{ name: "create-job", displayName: "Create Job" }, { name: "suspend" }] },
  {
    name: "a suspended CronJob",
    object: object("batch/v1", "CronJob", { spec: { suspend: true } }),
    want: [{ name: "create-job", displayName: "Create Job" }, { name: "resume" }],
  },
  { name: "a running Job", object: object("batch/v1", "Job", { spec: {}, status: {} }), want: [{ name: "suspend" }, { name: "terminate" }] },
  { name: "a Job that has ended", object: object("batch/v1", "Job", { spec: {}, status: done }), want: [] },
  {
    name: "a Rollout that waits in a step",
    object: rollout({ strategy: { canary: { steps: [{}, {}] } } }, { currentStepIndex: 1, currentPodHash: "b", stableRS: "a", pauseConditions: [{}] }),
    want: [
      { name: "abort" },
      { name: "pause" },
      { name: "promote-full" },
      { name: "restart" },
      { name: "resume" },
      { name: "retry", disabled: true },
      { name: "skip-current-step" },
    ],
  },
  { name: "a ConfigMap", object: object("v1", "ConfigMap"), want: [] },
  { name: "a kind named like a property of objects", object: object("v1", "constructor"), want: [] },
];

describe("listActions", () => {
  for (const offer of offers) it(offer.name, () => assert.deepEqual(listActions(offer.object), offer.want));
});

const patch = (body: object, subresource?: "status") => [{ kind: "patch", body, ...(subresource === undefined ? {} : { subresource }) }];
const plans: readonly { name: string; object: KubeObject; action: string; parameters?: Record<string, string>; want: readonly object[] }[] = [
  { name: "restarts", object: deployment({}), action: "restart", want: patch({ spec: { template: { metadata: { annotations: { "kubectl.kubernetes.io/restartedAt": now } } } } }) },
  { name: "scales", object: deployment({}), action: "scale", parameters: { replicas: "5" }, want: patch({ spec: { replicas: 5 } }) },
  { name: "resumes", object: deployment({ paused: true }), action: "resume", want: patch({ spec: { paused: null } }) },
  {
    name: "makes a Job",
    object: object("batch/v1", "CronJob", { spec: { jobTemplate: { metadata: { labels: { app: "web" } }, spec: { backoffLimit: 2 } } } }),
    action: "create-job",
    want: [
      {
        kind: "create",
        object: {
          apiVersion: "batch/v1",
          kind: "Job",
          metadata: {
            name: "web-202601020304",
            namespace: "shop",
            labels: { app: "web" },
            annotations: { "cronjob.kubernetes.io/instantiate": "manual" },
            ownerReferences: [{ apiVersion: "batch/v1", kind: "CronJob", name: "web", uid: "u-1" }],
          },
          spec: { backoffLimit: 2 },
        },
      },
    ],
  },
  {
    name: "ends a Job",
    object: object("batch/v1", "Job", { spec: {}, status: { conditions: [{ type: "Suspended", status: "False" }] } }),
    action: "terminate",
    want: patch(
      {
        status: {
          conditions: [
            { type: "Suspended", status: "False" },
            { type: "FailureTarget", status: "True", reason: "ManuallyTerminated", message: "Job was terminated explicitly through Argo CD", lastTransitionTime: now },
          ],
        },
      },
      "status",
    ),
  },
  {
    name: "resumes a Rollout that is paused in both ways",
    object: rollout({ paused: true }, { pauseConditions: [{}] }),
    action: "resume",
    want: [...patch({ spec: { paused: false } }), ...patch({ status: { pauseConditions: null } }, "status")],
  },
  {
    name: "switches automated sync off",
    object: object("argoproj.io/v1alpha1", "Application", { spec: { syncPolicy: { automated: {} } } }),
    action: "toggle-auto-sync",
    want: patch({ spec: { syncPolicy: { automated: { enabled: false } } } }),
  },
  {
    name: "switches automated sync on",
    object: object("argoproj.io/v1alpha1", "Application", { spec: {} }),
    action: "toggle-auto-sync",
    want: patch({ spec: { syncPolicy: { automated: { enabled: true } } } }),
  },
  {
    name: "asks Flux",
    object: object("source.toolkit.fluxcd.io/v1", "GitRepository"),
    action: "reconcile",
    want: patch({ metadata: { annotations: { "reconcile.fluxcd.io/requestedAt": now } } }),
  },
];

const refusals = [
  { name: "an unknown action", object: deployment({}), action: "explode", want: 'Deployment "web" has no action "explode"' },
  { name: "an action that would do nothing", object: deployment({}), action: "resume", want: 'Action "resume" of Deployment "web" is disabled in its present state' },
  { name: "a number that is none", object: deployment({}), action: "scale", want: 'The parameter replicas must be a number of pods, not "-1"' },
];

describe("planAction", () => {
  for (const { name, object: subject, action, parameters = {}, want } of plans) {
    it(name, () => assert.deepEqual<readonly unknown[]>(planAction(subject, action, { now, parameters }) satisfies readonly ActionStep[], want));
  }
  for (const { name, object: subject, action, want } of refusals) {
    it(`refuses ${name}`, () =>
      assert.throws(
        () => planAction(subject, action, { now, parameters: { replicas: "-1" } }),
        (error) => isSillageError(error, "invalid") && error.message === want,
      ));
  }
});
