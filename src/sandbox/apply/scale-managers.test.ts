import assert from "node:assert/strict";
import { test } from "node:test";
import type { ManagedFieldsEntry } from "../../kube/index.ts";
import { managersForScale, managersFromScale } from "./scale-managers.ts";

const paths = { "apps/v1": ["spec", "replicas"] };

function entry(manager: string, fields: Record<string, object>, rest: Partial<ManagedFieldsEntry> = {}): ManagedFieldsEntry {
  return { manager, operation: "Apply", apiVersion: "apps/v1", time: "2026-01-01T00:00:00Z", fieldsType: "FieldsV1", fieldsV1: { "f:spec": fields as never }, ...rest };
}

const owner = entry("gitops", { "f:paused": {}, "f:replicas": {} });

test("the Scale shows who owns the replica count", () => {
  assert.deepEqual(managersForScale([owner, entry("other", { "f:paused": {} })], paths), [entry("gitops", { "f:replicas": {} }, { apiVersion: "autoscaling/v1" })]);
});

test("a scaler takes the replica count", () => {
  const scaler = entry("kubectl", { "f:replicas": {} }, { apiVersion: "autoscaling/v1", operation: "Update", subresource: "scale" });
  assert.deepEqual(managersFromScale({ parent: [owner], scale: [scaler], apiVersion: "apps/v1", paths }), [
    entry("gitops", { "f:paused": {} }),
    entry("kubectl", { "f:replicas": {} }, { operation: "Update", subresource: "scale" }),
  ]);
});

test("an owner who keeps the Scale keeps everything", () => {
  assert.deepEqual(managersFromScale({ parent: [owner], scale: managersForScale([owner], paths), apiVersion: "apps/v1", paths }), [owner]);
});
