import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import type { KubeObject } from "../../kube/index.ts";
import { openJournal } from "./journal.ts";
import { Store } from "./store.ts";

function configMap(name: string, value: string): KubeObject {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { namespace: "a", name }, data: { value } };
}

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "sillage-journal-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function reopen(): Store {
  const store = new Store();
  openJournal(store, folder);
  return store;
}

test("a store comes back as it was, without a proper end of the first", () => {
  const first = reopen();
  first.put("/configmaps", configMap("x", "1"));
  first.put("/configmaps", configMap("x", "2"));
  first.put("/configmaps", configMap("gone", "1"));
  first.delete({ resource: "/configmaps", namespace: "a", name: "gone" });
  reopen();
  const second = reopen();
  assert.deepEqual(second.list("/configmaps"), first.list("/configmaps"));
  assert.equal(second.revision, first.revision);
  assert.equal(second.changesSince("/configmaps", 3), undefined, "older watches must list again");
  second.put("/configmaps", configMap("y", "1"));
  assert.deepEqual(reopen().list("/configmaps"), second.list("/configmaps"));
});

test("a line that was cut off by a kill is passed over", () => {
  const first = reopen();
  first.put("/configmaps", configMap("x", "1"));
  appendFileSync(path.join(folder, "objects.jsonl"), '{"resource":"/configmaps","revision":9,"obj');
  assert.deepEqual(reopen().list("/configmaps"), first.list("/configmaps"));
});

test("damage in the middle is an error that names the line", () => {
  writeFileSync(path.join(folder, "objects.jsonl"), 'not json\n{"resource":"/configmaps","revision":2,"deleted":{"namespace":"a","name":"x"}}\n');
  assert.throws(reopen, { code: "invalid", message: /Cannot read line 1 of .*objects\.jsonl/ });
});
