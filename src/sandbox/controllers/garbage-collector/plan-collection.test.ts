import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { ApiResource, KubeObject } from "../../../kube/index.ts";
import { type OwnerState, planDependent, planFinalization } from "./plan-collection.ts";

const resource: ApiResource = {
  group: "",
  version: "v1",
  kind: "Pod",
  resource: "pods",
  namespaced: true,
  verbs: [],
  subresources: [],
  shortNames: [],
  categories: [],
  singular: "pod",
};

function object(metadata: object): KubeObject {
  return { apiVersion: "v1", kind: "Pod", metadata: { uid: "me", ...metadata } };
}

function owner(uid: string, state: OwnerState["state"]): OwnerState {
  return { reference: { apiVersion: "v1", kind: "X", name: uid, uid }, state };
}

describe("planDependent", () => {
  const cases = [
    { name: "a living owner", of: object({}), owners: [owner("a", "solid")], dependents: false, want: [] },
    { name: "no owner lives", of: object({}), owners: [owner("a", "absent")], dependents: true, want: [{ kind: "delete", propagationPolicy: "Background" }] },
    { name: "one of two lives", of: object({}), owners: [owner("a", "absent"), owner("b", "solid")], dependents: false, want: [{ kind: "dropOwners", uids: ["a"] }] },
    { name: "the owner waits, nobody below", of: object({}), owners: [owner("a", "waiting")], dependents: false, want: [{ kind: "delete", propagationPolicy: "Background" }] },
    { name: "the owner waits, others below", of: object({}), owners: [owner("a", "waiting")], dependents: true, want: [{ kind: "delete", propagationPolicy: "Foreground" }] },
    { name: "wants to orphan", of: object({ finalizers: ["orphan"] }), owners: [owner("a", "absent")], dependents: true, want: [{ kind: "delete", propagationPolicy: "Orphan" }] },
  ];
  for (const { name, of, owners, dependents, want } of cases) test(name, () => assert.deepEqual(planDependent(of, owners, dependents), want));
});

describe("planFinalization", () => {
  const node = (blockOwnerDeletion: boolean) => ({
    uid: "child",
    resource,
    object: object({ uid: "child", ownerReferences: [{ apiVersion: "v1", kind: "X", name: "x", uid: "me", blockOwnerDeletion }] }),
  });
  const foreground = object({ deletionTimestamp: "x", finalizers: ["foregroundDeletion"] });
  const orphan = object({ deletionTimestamp: "x", finalizers: ["orphan"] });
  const cases = [
    { name: "foreground waits for blocking dependents", of: foreground, dependents: [node(true)], want: [{ kind: "deleteDependents", dependents: [node(true)] }] },
    { name: "foreground does not wait for others", of: foreground, dependents: [node(false)], want: [{ kind: "removeFinalizer", finalizer: "foregroundDeletion" }] },
    { name: "orphans its dependents first", of: orphan, dependents: [node(true)], want: [{ kind: "orphanDependents", dependents: [node(true)] }] },
    { name: "then goes", of: orphan, dependents: [], want: [{ kind: "removeFinalizer", finalizer: "orphan" }] },
    { name: "other finalizers are not ours", of: object({ finalizers: ["example.com/x"] }), dependents: [], want: [] },
  ];
  for (const { name, of, dependents, want } of cases) test(name, () => assert.deepEqual(planFinalization(of, dependents), want));
});
