import assert from "node:assert/strict";
import { it } from "node:test";
import type { KubeObject, ObjectMeta } from "../../kube/index.ts";
import { createNamespaceIndex } from "./namespace-index.ts";

const build = (uid: string, metadata: Partial<ObjectMeta> = {}): KubeObject => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: uid, namespace: "shop", uid, ...metadata },
});
const owned = { ownerReferences: [{ apiVersion: "v1", kind: "Pod", name: "p", uid: "p" }] };
const tracked = { annotations: { "argocd.argoproj.io/tracking-id": "web:/ConfigMap:shop/a" } };

it("knows what nothing owns, and says when that has changed", () => {
  const index = createNamespaceIndex();
  const names = (): (string | undefined)[] => index.list("shop").map(({ metadata }) => metadata.name);
  const change = (object: KubeObject) => index.note({ type: "modified", object, previous: object });
  assert.equal(index.note({ type: "added", object: build("a") }), true);
  assert.equal(change(build("a", { resourceVersion: "2" })), false);
  assert.equal(change(build("a", tracked)), true);
  assert.equal(change(build("b", owned)), false);
  assert.equal(index.note({ type: "added", object: build("c", { namespace: "other" }) }), true);
  assert.equal(index.note({ type: "added", object: { apiVersion: "v1", kind: "Node", metadata: { name: "n", uid: "n" } } }), false);
  assert.deepEqual(names(), ["a"]);
  assert.equal(change(build("a", owned)), true);
  assert.deepEqual(names(), []);
  assert.equal(change(build("a")), true);
  assert.equal(index.note({ type: "deleted", object: build("a") }), true);
  assert.equal(index.note({ type: "deleted", object: build("a") }), false);
  assert.deepEqual(names(), []);
});
