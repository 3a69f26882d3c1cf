import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Operation, SyncPolicy, SyncRequest } from "../../api/index.ts";
import { isSillageError } from "../../errors/index.ts";
import { buildApplication } from "../../../test/builders/application.ts";
import { planSyncOperation } from "./plan-sync-operation.ts";

const manual: SyncPolicy = {};
const automated: SyncPolicy = { automated: { prune: true, selfHeal: true } };
const paused: SyncPolicy = { automated: { enabled: false, prune: true } };
const initiatedBy = { username: "admin" };

const cases: readonly { name: string; syncPolicy: SyncPolicy; request: SyncRequest; want: Operation }[] = [
  { name: "nothing asked", syncPolicy: manual, request: {}, want: { sync: {}, initiatedBy } },
  { name: "the policy's prune is for automated syncs only", syncPolicy: automated, request: {}, want: { sync: {}, initiatedBy } },
  { name: "prune asked", syncPolicy: manual, request: { prune: true }, want: { sync: { prune: true }, initiatedBy } },
  { name: "prune refused", syncPolicy: automated, request: { prune: false }, want: { sync: {}, initiatedBy } },
  {
    name: "options and retry come from the application",
    syncPolicy: { syncOptions: ["CreateNamespace=true"], retry: { limit: 3 } },
    request: {},
    want: { sync: { syncOptions: ["CreateNamespace=true"] }, initiatedBy, retry: { limit: 3 } },
  },
  {
    name: "options and retry of the request win",
    syncPolicy: { syncOptions: ["CreateNamespace=true"], retry: { limit: 3 } },
    request: { syncOptions: { items: [] }, retryStrategy: { limit: 0 } },
    want: { sync: { syncOptions: [] }, initiatedBy, retry: { limit: 0 } },
  },
  {
    name: "everything asked",
    syncPolicy: manual,
    request: {
      revision: "v2",
      dryRun: true,
      strategy: { apply: { force: true } },
      resources: [{ group: "apps", kind: "Deployment", name: "web" }],
      infos: [{ name: "reason", value: "hotfix" }],
    },
    want: {
      sync: { revision: "v2", dryRun: true, syncStrategy: { apply: { force: true } }, resources: [{ group: "apps", kind: "Deployment", name: "web" }] },
      initiatedBy,
      info: [{ name: "reason", value: "hotfix" }],
    },
  },
  { name: "an empty revision is none", syncPolicy: automated, request: { revision: "" }, want: { sync: {}, initiatedBy } },
  { name: "the revision automated sync is set to", syncPolicy: automated, request: { revision: "main" }, want: { sync: { revision: "main" }, initiatedBy } },
  { name: "another revision while automated sync is switched off", syncPolicy: paused, request: { revision: "v2" }, want: { sync: { revision: "v2" }, initiatedBy } },
  { name: "another revision as a dry run", syncPolicy: automated, request: { revision: "v2", dryRun: true }, want: { sync: { revision: "v2", dryRun: true }, initiatedBy } },
  { name: "local manifests", syncPolicy: manual, request: { manifests: ["{}"] }, want: { sync: { manifests: ["{}"] }, initiatedBy } },
  { name: "no resources are all", syncPolicy: manual, request: { resources: [] }, want: { sync: {}, initiatedBy } },
];

const sources = [
  { repoURL: "https://git.example.com/a.git", path: "a", targetRevision: "main" },
  { repoURL: "https://git.example.com/b.git", path: "b" },
];

describe("planSyncOperation", () => {
  for (const { name, syncPolicy, request, want } of cases) {
    it(name, () => assert.deepEqual(planSyncOperation(buildApplication({ spec: { syncPolicy } }), request, { username: "admin" }), want));
  }

  it("names the revisions of several sources by position", () => {
    const application = buildApplication({ spec: { sources, syncPolicy: manual } });
    const operation = planSyncOperation(application, { revisions: ["v2"], sourcePositions: [2] }, { username: "admin" });
    assert.deepEqual(operation, { sync: { revisions: ["", "v2"] }, initiatedBy });
  });

  it("refuses local manifests while automated sync is on, but for a dry run", () => {
    assert.throws(
      () => planSyncOperation(buildApplication(), { manifests: ["{}"] }, { username: "admin" }),
      (error) => isSillageError(error, "conflict") && error.message === "Cannot use local sync when Automatic Sync Policy is enabled unless for dry run",
    );
    assert.deepEqual(planSyncOperation(buildApplication(), { manifests: ["{}"], dryRun: true }, { username: "admin" }).sync, { manifests: ["{}"], dryRun: true });
  });

  it("refuses another revision while automated sync is on", () => {
    assert.throws(
      () => planSyncOperation(buildApplication(), { revision: "v2" }, { username: "admin" }),
      (error) => isSillageError(error, "conflict") && error.message === "Cannot sync to v2: auto-sync currently set to main",
    );
  });
});
