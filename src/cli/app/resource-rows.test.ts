import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ResourceResult, ResourceStatus } from "../../api/index.ts";
import { buildApplication } from "../../../test/builders/application.ts";
import { cellsOf, listResourceRows } from "./resource-rows.ts";

const web = { group: "apps", version: "v1", kind: "Deployment", namespace: "shop", name: "web" };
const job = { group: "batch", version: "v1", kind: "Job", namespace: "shop", name: "migrate" };

const cases: readonly { name: string; resources?: readonly ResourceStatus[]; results?: readonly ResourceResult[]; want: readonly string[] }[] = [
  { name: "nothing", want: [] },
  { name: "a resource no sync has touched", resources: [{ version: "v1", kind: "Namespace", name: "shop", status: "Synced" }], want: ["|Namespace||shop|Synced|||"] },
  {
    name: "the last sync's word beats that of health",
    resources: [{ ...web, status: "Synced", health: { status: "Progressing", message: "0 of 3" } }],
    results: [{ ...web, status: "Synced", message: "configured", hookPhase: "Succeeded" }],
    want: ["apps|Deployment|shop|web|Synced|Progressing||configured"],
  },
  {
    name: "without a sync, that of health",
    resources: [{ ...web, status: "Synced", health: { status: "Degraded", message: "no image" } }],
    want: ["apps|Deployment|shop|web|Synced|Degraded||no image"],
  },
  {
    name: "a hook that is still there",
    resources: [{ ...job, hook: true, health: { status: "Healthy" } }],
    results: [{ ...job, status: "Synced", hookType: "PreSync", hookPhase: "Running", message: "waiting" }],
    want: ["batch|Job|shop|migrate|Running|Healthy|PreSync|waiting"],
  },
  {
    name: "a hook that is gone",
    results: [{ ...job, status: "Synced", hookType: "PreSync", hookPhase: "Succeeded", message: "done" }],
    want: ["batch|Job|shop|migrate|Succeeded||PreSync|done"],
  },
  { name: "a pruned object", results: [{ ...web, status: "Pruned", hookPhase: "Succeeded", message: "pruned" }], want: ["apps|Deployment|shop|web|Pruned|||pruned"] },
  { name: "what was applied and deleted since is not listed", results: [{ ...web, status: "Synced", message: "configured" }], want: [] },
];

describe("listResourceRows", () => {
  for (const { name, resources, results, want } of cases) {
    it(name, () => {
      const operationState = {
        operation: {},
        phase: "Succeeded",
        startedAt: "2026-01-02T03:04:05Z",
        ...(results === undefined ? {} : { syncResult: { resources: results } }),
      } as const;
      const application = buildApplication({ status: { operationState, ...(resources === undefined ? {} : { resources }) } });
      assert.deepEqual(
        listResourceRows(application).map((row) => cellsOf(row).join("|")),
        want,
      );
    });
  }
});
