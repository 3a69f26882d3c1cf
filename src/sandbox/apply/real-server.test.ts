import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { KubeObject, ManagedFieldsEntry } from "../../kube/index.ts";
import { findBuiltin } from "../../kube/schema/index.ts";
import { applyObject } from "./apply-object.ts";
import { getResetFields } from "./reset-fields.ts";
import { trackUpdate } from "./track-update.ts";

/** One write to a real API server (Kubernetes 1.36): what was stored before, what was sent, and who owned what afterwards, or why it failed. */
interface Recorded {
  readonly live: KubeObject | null;
  readonly apply?: KubeObject;
  readonly update?: KubeObject;
  readonly manager: string;
  readonly force?: boolean;
  readonly message?: string;
  readonly owners?: readonly Omit<ManagedFieldsEntry, "time">[];
}

const recorded: readonly Recorded[] = readFileSync(new URL("./golden/real-server.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));

for (const [index, { live, apply, update, manager, force = false, message, owners }] of recorded.entries()) {
  const { apiVersion, kind } = (apply ?? update)!;
  const [group = "", version = ""] = apiVersion.includes("/") ? apiVersion.split("/") : ["", apiVersion];
  const common = {
    manager,
    subresource: "",
    schemas: (wanted: string) => (wanted === apiVersion ? findBuiltin({ group, version, kind }) : undefined),
    resetFields: getResetFields({ group, kind, subresource: "", hasStatus: kind === "Deployment", custom: false }),
    now: "2026-01-01T00:00:00Z",
  };
  test(`${index + 1}: ${apply === undefined ? "update" : "apply"} ${kind} by ${manager}${message === undefined ? "" : " fails"}`, () => {
    if (update !== undefined) return assert.deepEqual(ownersOf(trackUpdate({ before: live ?? undefined, after: update, ...common })), owners);
    const result = applyObject({ live: live ?? undefined, config: apply!, force, ...common });
    return result.kind === "applied" ? assert.deepEqual(ownersOf(result.object), owners) : assert.equal(result.message, message);
  });
}

function ownersOf(object: KubeObject): readonly unknown[] {
  const entries = object.metadata.managedFields?.map((entry) => omitTime(entry)) ?? [];
  const key = (entry: Omit<ManagedFieldsEntry, "time">): string => JSON.stringify([entry.operation, entry.manager, entry.subresource]);
  return entries.toSorted((left, right) => (key(left) < key(right) ? -1 : 1));
}

function omitTime(entry: ManagedFieldsEntry): Omit<ManagedFieldsEntry, "time"> {
  const { time: _, ...rest } = entry;
  return rest;
}
