import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import type { ManagedFieldsEntry } from "../kube/index.ts";
import { migrateOwnership } from "./migrate-ownership.ts";

const owners = { manager: "sillage", predecessors: ["argocd-controller", "kubectl-client-side-apply"] };
const entry = (manager: string, fields: readonly string[], parts: Partial<ManagedFieldsEntry> = {}): ManagedFieldsEntry => ({
  manager,
  operation: "Update",
  apiVersion: "v1",
  fieldsType: "FieldsV1",
  fieldsV1: { "f:data": Object.fromEntries(fields.map((field) => [`f:${field}`, {}])) },
  ...parts,
});
const build = (managedFields: readonly ManagedFieldsEntry[]) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a", managedFields } });

test("takes over what predecessors set, leaves others alone", () => {
  const kubelet = entry("kubelet", ["c"], { subresource: "status" });
  const live = build([entry("kubectl-client-side-apply", ["a"]), entry("argocd-controller", ["b"], { operation: "Apply" }), kubelet]);
  deepEqual(migrateOwnership(live, owners), [kubelet, entry("sillage", ["a", "b"], { operation: "Apply" })]);
});

test("adds to what is ours", () => {
  const live = build([entry("sillage", ["a"], { operation: "Apply", time: "2026-01-01T00:00:00Z" }), entry("kubectl-client-side-apply", ["b"])]);
  deepEqual(migrateOwnership(live, owners), [entry("sillage", ["a", "b"], { operation: "Apply", time: "2026-01-01T00:00:00Z" })]);
});

test("nothing to take over", () => {
  equal(migrateOwnership(build([entry("kubectl-edit", ["a"]), entry("argocd-controller", ["b"], { subresource: "status" })]), owners), undefined);
});
