import assert from "node:assert/strict";
import { test } from "node:test";
import type { KubeObject } from "../../kube/index.ts";
import { Store } from "./store.ts";

function configMap(namespace: string, name: string, value = "1"): KubeObject {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { namespace, name }, data: { value } };
}

function names(list: ReturnType<Store["list"]>): readonly string[] | undefined {
  return list?.map((stored) => `${stored.namespace}/${stored.name}@${stored.revision}`);
}

test("every write gets the next revision, in the object and in its JSON", () => {
  const store = new Store();
  const first = store.put("/configmaps", configMap("a", "x"));
  const second = store.put("/secrets", configMap("a", "y"));
  assert.deepEqual([first.revision, second.revision, store.revision], [2, 3, 3]);
  assert.equal(first.object.metadata.resourceVersion, "2");
  assert.deepEqual(JSON.parse(first.body), { metadata: { namespace: "a", name: "x", resourceVersion: "2" }, data: { value: "1" } });
});

test("lists come in the order of etcd's keys, by namespace when asked", () => {
  const store = new Store();
  for (const [namespace, name] of [
    ["b", "x"],
    ["a", "z"],
    ["a-b", "x"],
    ["a", "y"],
  ] as const)
    store.put("/configmaps", configMap(namespace, name));
  assert.deepEqual(names(store.list("/configmaps")), ["a-b/x@4", "a/y@5", "a/z@3", "b/x@2"]);
  assert.deepEqual(names(store.list("/configmaps", { namespace: "a" })), ["a/y@5", "a/z@3"]);
});

test("a list at an older revision undoes what came later, until that is compacted", () => {
  const store = new Store();
  store.put("/configmaps", configMap("a", "x"));
  store.put("/configmaps", configMap("a", "y"));
  store.put("/configmaps", configMap("a", "x", "2"));
  store.delete({ resource: "/configmaps", namespace: "a", name: "y" });
  store.put("/configmaps", configMap("a", "z"));
  assert.deepEqual(names(store.list("/configmaps", { revision: 3 })), ["a/x@2", "a/y@3"]);
  assert.deepEqual(names(store.list("/configmaps")), ["a/x@4", "a/z@6"]);
  store.compact();
  assert.equal(store.list("/configmaps", { revision: 3 }), undefined);
});

test("changes are told to listeners and remembered as far as the history goes", () => {
  const store = new Store({ historyLength: 2 });
  const seen: string[] = [];
  const stop = store.subscribe("/configmaps", (change) => seen.push(`${change.type}@${change.revision}`));
  for (const value of ["1", "2", "3"]) store.put("/configmaps", configMap("a", "x", value));
  stop();
  store.delete({ resource: "/configmaps", namespace: "a", name: "x" });
  assert.deepEqual(seen, ["added@2", "modified@3", "modified@4"]);
  assert.deepEqual(
    store.changesSince("/configmaps", 3)?.map((change) => [change.type, change.revision]),
    [
      ["modified", 4],
      ["deleted", 5],
    ],
  );
  assert.equal(store.changesSince("/configmaps", 1), undefined);
});

test("a compacted store refuses old revisions of resources it has not seen yet", () => {
  const store = new Store();
  store.put("/configmaps", configMap("a", "x"));
  store.compact();
  assert.equal(store.changesSince("/secrets", 1), undefined);
  assert.deepEqual(store.changesSince("/secrets", 2), []);
});

test("a resource whose history starts now has no older changes to tell", () => {
  const store = new Store();
  store.put("/configmaps", configMap("a", "x"));
  store.startHistory("/widgets");
  assert.equal(store.changesSince("/widgets", 1), undefined);
  assert.deepEqual(store.changesSince("/widgets", 2), []);
  assert.deepEqual(store.changesSince("/secrets", 1), []);
});
