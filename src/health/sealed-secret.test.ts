import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import type { HealthStatus } from "../api/index.ts";
import { assessObject } from "./assess-object.ts";

const condition = (type: string, status: string, message = "") => ({ type, status, message });
const synced = condition("Synced", "True");

const cases: readonly { readonly name: string; readonly conditions: readonly object[]; readonly want: HealthStatus }[] = [
  { name: "unsealed", conditions: [synced, condition("sillage.dev/Value", "True", "digest")], want: { status: "Healthy" } },
  {
    name: "no key",
    conditions: [condition("Synced", "False", 'no key could decrypt secret ("a", "b")')],
    want: {
      status: "Degraded",
      message:
        'no key could decrypt secret ("a", "b"): sealed for another namespace, name or scope, or for a key that this cluster does not have: `sillage seal status` tells which',
    },
  },
  {
    name: "a key that is gone",
    conditions: [condition("Synced", "False", 'no key could decrypt secret ("a"): it was sealed for SHA256:x, which this cluster does not have')],
    want: {
      status: "Degraded",
      message:
        'no key could decrypt secret ("a"): it was sealed for SHA256:x, which this cluster does not have: bring the key back with `sillage seal restore`, or seal the secret again',
    },
  },
  {
    name: "wrong scope",
    conditions: [condition("Synced", "False", 'no key could decrypt secret ("a"): item "a" was sealed for "shop/db", and not for "prod/db"')],
    want: {
      status: "Degraded",
      message:
        'no key could decrypt secret ("a"): item "a" was sealed for "shop/db", and not for "prod/db": seal it again for where it is now, or with --scope namespace-wide or cluster-wide',
    },
  },
  {
    name: "foreign Secret",
    conditions: [condition("Synced", "False", 'Resource "db" already exists and is not managed by SealedSecret')],
    want: {
      status: "Degraded",
      message: 'Resource "db" already exists and is not managed by SealedSecret: annotate it with sealedsecrets.bitnami.com/managed=true to hand it over, or delete it',
    },
  },
  { name: "others as they are", conditions: [condition("Synced", "False", "It broke")], want: { status: "Degraded", message: "It broke" } },
  {
    name: "not delivered, whatever Synced says",
    conditions: [synced, condition("sillage.dev/Delivered", "False", "The Secret is gone")],
    want: { status: "Degraded", message: "The Secret is gone" },
  },
  {
    name: "pods with an older value are told of, and no reason to be Degraded",
    conditions: [synced, condition("sillage.dev/PodsUpToDate", "False", "1 pod still runs")],
    want: { status: "Healthy", message: "1 pod still runs" },
  },
  { name: "all pods are up to date", conditions: [synced, condition("sillage.dev/PodsUpToDate", "True")], want: { status: "Healthy" } },
];

for (const { name, conditions, want } of cases) {
  const object = { apiVersion: "bitnami.com/v1alpha1", kind: "SealedSecret", metadata: { name: "db", generation: 2 }, status: { observedGeneration: 2, conditions } };
  test(`SealedSecret: ${name}`, () => deepEqual(assessObject(object), want));
}
