import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ResourceStatus, SyncRequest } from "../../api/index.ts";
import { isSillageError } from "../../errors/index.ts";
import { buildApplication } from "../../../test/builders/application.ts";
import { parseSyncFlags, selectResources, type SyncFlags } from "./sync-request.ts";

const cases: readonly { readonly flags: SyncFlags; readonly want: SyncRequest }[] = [
  { flags: {}, want: {} },
  { flags: { prune: true, dryRun: true }, want: { prune: true, dryRun: true } },
  { flags: { strategy: "hook" }, want: {} },
  { flags: { strategy: "apply" }, want: { strategy: { apply: {} } } },
  { flags: { strategy: "apply", force: true }, want: { strategy: { apply: { force: true } } } },
  { flags: { force: true }, want: { strategy: { hook: { force: true } } } },
  { flags: { replace: true, serverSide: true, applyOutOfSyncOnly: true }, want: { syncOptions: { items: ["Replace=true", "ServerSideApply=true", "ApplyOutOfSyncOnly=true"] } } },
  { flags: { syncOption: ["A=b"], replace: true }, want: { syncOptions: { items: ["A=b", "Replace=true"] } } },
  {
    flags: { info: ["ticket=OPS-1", "why=a=b"] },
    want: {
      infos: [
        { name: "ticket", value: "OPS-1" },
        { name: "why", value: "a=b" },
      ],
    },
  },
  { flags: { retryLimit: 0 }, want: { retryStrategy: { limit: 0 } } },
  {
    flags: { retryLimit: 3, retryBackoffDuration: "1s", retryBackoffFactor: 2, retryBackoffMaxDuration: "1m", retryRefresh: true },
    want: { retryStrategy: { limit: 3, backoff: { duration: "1s", factor: 2, maxDuration: "1m" }, refresh: true } },
  },
];

describe("parseSyncFlags", () => {
  for (const { flags, want } of cases) it(JSON.stringify(flags), () => assert.deepEqual(parseSyncFlags(flags), want));
});

const resources: readonly ResourceStatus[] = [
  { group: "apps", version: "v1", kind: "Deployment", namespace: "shop", name: "web" },
  { group: "apps", version: "v1", kind: "Deployment", namespace: "other", name: "web" },
  { version: "v1", kind: "ConfigMap", namespace: "shop", name: "settings" },
  { group: "batch", version: "v1", kind: "Job", namespace: "shop", name: "migrate", hook: true },
];

const selections: readonly { readonly filters: readonly string[]; readonly want: readonly string[] }[] = [
  { filters: ["apps:Deployment:web"], want: ["apps/Deployment shop/web", "apps/Deployment other/web"] },
  { filters: ["apps:Deployment:shop/web"], want: ["apps/Deployment shop/web"] },
  { filters: [":ConfigMap:settings"], want: ["/ConfigMap shop/settings"] },
  { filters: ["*:*:shop/*"], want: ["apps/Deployment shop/web", "/ConfigMap shop/settings"] },
  { filters: ["!*:Deployment:*"], want: ["/ConfigMap shop/settings"] },
  { filters: ["*:*:*", "!apps:Deployment:other/web"], want: ["apps/Deployment shop/web", "/ConfigMap shop/settings"] },
];

describe("selectResources", () => {
  const application = buildApplication({ status: { resources } });
  for (const { filters, want } of selections) {
    it(filters.join(" "), () => {
      const found = selectResources(application, filters).map(({ group, kind, namespace, name }) => `${group}/${kind} ${namespace}/${name}`);
      assert.deepEqual(found, want);
    });
  }

  const refused = [
    { filters: ["apps:Deployment:api", ":Job:x"], want: "No matching app resources found for resource filter: apps:Deployment:api, :Job:x" },
    { filters: ["Deployment/web"], want: 'Resource "Deployment/web" is not GROUP:KIND:NAME, such as apps:Deployment:web or :ConfigMap:shop/settings' },
    { filters: ["apps:Deployment:a/b/c"], want: 'Resource "apps:Deployment:a/b/c" is not GROUP:KIND:NAME, such as apps:Deployment:web or :ConfigMap:shop/settings' },
  ];
  for (const { filters, want } of refused) {
    it(`refuses ${filters.join(" ")}`, () => {
      assert.throws(
        () => selectResources(application, filters),
        (error) => isSillageError(error) && error.message === want,
      );
    });
  }
});
