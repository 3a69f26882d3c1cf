import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import type { KubeObject } from "../../kube/index.ts";
import { mergeSecret } from "./merge-secret.ts";
import { planSecret, type SecretPlan } from "./plan-secret.ts";

const owner = { apiVersion: "bitnami.com/v1alpha1", kind: "SealedSecret", name: "web", uid: "u1", controller: true };
const other = { apiVersion: "v1", kind: "ConfigMap", name: "x", uid: "u9" };
const managed = { "sealedsecrets.bitnami.com/managed": "true" };
const patch = { "sealedsecrets.bitnami.com/patch": "true" };

function secret(metadata: Partial<KubeObject["metadata"]> = {}, fields: object = {}): KubeObject {
  return { apiVersion: "v1", kind: "Secret", metadata: { name: "web", namespace: "shop", ...metadata }, data: { a: "1" }, ...fields };
}

const ours = secret({ ownerReferences: [owner] });
const foreign = 'Resource "web" already exists and is not managed by SealedSecret';

const cases: readonly { readonly name: string; readonly live?: KubeObject; readonly desired?: KubeObject; readonly isSettled?: boolean; readonly want: SecretPlan }[] = [
  { name: "missing", want: { kind: "create" } },
  {
    name: "equal, defaults filled in",
    live: { ...ours, type: "Opaque", immutable: false, metadata: { ...ours.metadata, labels: {}, resourceVersion: "7" } },
    want: { kind: "keep" },
  },
  { name: "edited value", live: { ...ours, data: { a: "2" } }, want: { kind: "update", mode: "restore" } },
  { name: "item too many", live: { ...ours, data: { a: "1", b: "1" } }, want: { kind: "update", mode: "restore" } },
  { name: "label of somebody else", live: secret({ ownerReferences: [owner], labels: { team: "blue" } }), want: { kind: "keep" } },
  { name: "label of an older generation", live: secret({ ownerReferences: [owner], labels: { old: "1" } }), isSettled: false, want: { kind: "update", mode: "replace" } },
  { name: "second owner", live: secret({ ownerReferences: [other, owner] }), want: { kind: "keep" } },
  { name: "owner made anew", live: secret({ ownerReferences: [{ ...owner, uid: "u0" }] }), want: { kind: "update", mode: "restore" } },
  { name: "owner of another name", live: secret({ ownerReferences: [{ ...owner, name: "db" }] }), want: { kind: "refuse", message: foreign } },
  { name: "owner that is no controller", live: secret({ ownerReferences: [{ ...owner, controller: false }] }), want: { kind: "refuse", message: foreign } },
  { name: "foreign", live: secret(), want: { kind: "refuse", message: foreign } },
  { name: "foreign, but exactly what a template without owner makes", live: secret(), desired: secret(), want: { kind: "keep" } },
  { name: "handed over", live: secret({ annotations: managed }), isSettled: false, want: { kind: "update", mode: "replace" } },
  { name: "to be patched", live: secret({ annotations: patch }, { data: { b: "1" } }), want: { kind: "update", mode: "patch" } },
  { name: "patched", live: secret({ annotations: patch, labels: { theirs: "1" } }, { data: { a: "1", b: "1" }, type: "theirs" }), want: { kind: "keep" } },
  {
    name: "other type",
    live: { ...ours, type: "Opaque" },
    desired: { ...ours, type: "kubernetes.io/tls" },
    want: { kind: "refuse", message: 'Resource "web" has type "Opaque", which cannot become "kubernetes.io/tls": delete the Secret, and it is made again' },
  },
  {
    name: "immutable",
    live: { ...ours, immutable: true, data: { a: "2" } },
    desired: { ...ours, immutable: true },
    want: { kind: "refuse", message: 'Resource "web" is immutable: delete the Secret, and it is made again' },
  },
  { name: "becomes immutable", live: ours, desired: { ...ours, immutable: true }, want: { kind: "update", mode: "restore" } },
  {
    name: "immutable, other labels",
    live: { ...ours, immutable: true },
    desired: { ...secret({ ownerReferences: [owner], labels: { new: "1" } }), immutable: true },
    want: { kind: "update", mode: "restore" },
  },
];

for (const { name, live, desired = ours, isSettled = true, want } of cases) {
  test(`plan: ${name}`, () => deepEqual(planSecret({ live, desired, isSettled }), want));
}

test("merge: each mode takes what is its own", () => {
  const live = secret(
    { resourceVersion: "7", labels: { a: "old", theirs: "1" }, annotations: patch, ownerReferences: [other, { ...owner, uid: "u0" }] },
    { data: { a: "old", b: "1" }, type: "theirs", immutable: true },
  );
  const desired = secret({ labels: { a: "new" }, ownerReferences: [owner] }, { data: { a: "new" } });
  const place = { name: "web", namespace: "shop", resourceVersion: "7" };
  deepEqual(mergeSecret(live, desired, "replace"), {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { ...place, labels: { a: "new" }, annotations: {}, ownerReferences: [owner] },
    type: "Opaque",
    data: { a: "new" },
  });
  deepEqual(mergeSecret(live, desired, "restore"), {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { ...place, labels: { a: "new", theirs: "1" }, annotations: patch, ownerReferences: [other, owner] },
    type: "Opaque",
    data: { a: "new" },
  });
  deepEqual(mergeSecret(live, desired, "patch"), {
    ...live,
    metadata: { ...place, labels: { a: "new", theirs: "1" }, annotations: patch, ownerReferences: [other, { ...owner, uid: "u0" }] },
    data: { a: "new", b: "1" },
  });
  const adopted = { ...live, metadata: { ...live.metadata, annotations: { ...patch, ...managed } } };
  deepEqual(mergeSecret(adopted, desired, "patch").metadata.ownerReferences, [other, owner]);
});
