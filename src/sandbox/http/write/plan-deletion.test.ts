import assert from "node:assert/strict";
import { test } from "node:test";
import type { KubeObject, ObjectMeta } from "../../../kube/index.ts";
import { Catalog } from "../catalog/catalog.ts";
import { planDeletion } from "./plan-deletion.ts";
import type { DeleteOptions } from "./write-options.ts";

const now = Date.parse("2026-01-01T00:00:00Z");
const catalog = new Catalog();

interface Case {
  readonly name: string;
  readonly resource: readonly [string, string, string];
  readonly live?: Partial<ObjectMeta>;
  readonly rest?: Readonly<Record<string, unknown>>;
  readonly options?: Partial<DeleteOptions>;
  readonly want: { readonly kind: "remove" | "mark"; readonly finalizers?: readonly string[]; readonly deletionTimestamp?: string; readonly generation?: number };
}

const atOnce = "2026-01-01T00:00:00Z";
const deployment = ["apps", "v1", "deployments"] as const;
const pod = ["", "v1", "pods"] as const;
const running = { spec: { nodeName: "n", terminationGracePeriodSeconds: 30 }, status: { phase: "Running" } };

const cases: readonly Case[] = [
  { name: "nothing holds it", resource: deployment, want: { kind: "remove", deletionTimestamp: atOnce } },
  {
    name: "a finalizer holds it and counts a generation",
    resource: deployment,
    live: { finalizers: ["example.com/x"], generation: 2 },
    want: { kind: "mark", finalizers: ["example.com/x"], deletionTimestamp: atOnce, generation: 3 },
  },
  {
    name: "foreground waits for dependents",
    resource: deployment,
    options: { propagation: "Foreground" },
    want: { kind: "mark", finalizers: ["foregroundDeletion"], deletionTimestamp: atOnce },
  },
  {
    name: "orphan waits for the release of dependents",
    resource: deployment,
    options: { propagation: "Orphan" },
    want: { kind: "mark", finalizers: ["orphan"], deletionTimestamp: atOnce },
  },
  {
    name: "background takes back an earlier foreground",
    resource: deployment,
    live: { finalizers: ["foregroundDeletion"], deletionTimestamp: atOnce, deletionGracePeriodSeconds: 0 },
    options: { propagation: "Background" },
    want: { kind: "remove", deletionTimestamp: atOnce },
  },
  { name: "jobs orphan unless told otherwise", resource: ["batch", "v1", "jobs"], want: { kind: "mark", finalizers: ["orphan"], deletionTimestamp: atOnce } },
  { name: "a running pod gets its grace", resource: pod, rest: running, want: { kind: "mark", deletionTimestamp: "2026-01-01T00:00:30Z" } },
  {
    name: "the kubelet ends the grace",
    resource: pod,
    live: { deletionTimestamp: atOnce, deletionGracePeriodSeconds: 30 },
    rest: running,
    options: { gracePeriodSeconds: 0 },
    want: { kind: "remove", deletionTimestamp: atOnce },
  },
  { name: "a pod without a node goes at once", resource: pod, rest: { spec: {}, status: { phase: "Pending" } }, want: { kind: "remove", deletionTimestamp: atOnce } },
  { name: "a namespace waits for its content", resource: ["", "v1", "namespaces"], want: { kind: "mark", deletionTimestamp: atOnce } },
];

for (const { name, resource, live = {}, rest = {}, options = {}, want } of cases) {
  test(`deleting: ${name}`, () => {
    const object: KubeObject = { apiVersion: "v1", kind: "Any", metadata: { name: "x", ...live }, ...rest };
    const all = { dryRun: false, propagation: undefined, gracePeriodSeconds: undefined, uid: undefined, resourceVersion: undefined, ...options };
    const plan = planDeletion(catalog.find(...resource)!, { live: object, options: all, now });
    const { finalizers, deletionTimestamp, generation } = plan.object.metadata;
    const got = { kind: plan.kind, ...(finalizers && { finalizers }), ...(deletionTimestamp && { deletionTimestamp }), ...(generation && { generation }) };
    assert.deepEqual(got, want);
  });
}
