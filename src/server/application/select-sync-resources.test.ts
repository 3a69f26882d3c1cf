import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { SyncRequest } from "../../api/index.ts";
import { isSillageError } from "../../errors/index.ts";
import { buildApplication } from "../../../test/builders/application.ts";
import { selectSyncResources } from "./select-sync-resources.ts";

const deployment = { group: "apps", kind: "Deployment", namespace: "shop", name: "web" };
const service = { group: "", kind: "Service", namespace: "shop", name: "web" };
const settings = { group: "", kind: "ConfigMap", namespace: "shop", name: "settings" };
const application = buildApplication({
  status: {
    resources: [
      ...[deployment, service, settings].map((resource) => ({ ...resource, version: "v1" })),
      { group: "batch", kind: "Job", version: "v1", name: "migrate", hook: true },
    ],
  },
});

const cases: readonly { name: string; choices: NonNullable<SyncRequest["resources"]>; want: readonly object[] }[] = [
  { name: "what is named, as it is named", choices: [{ group: "apps", kind: "Deployment", name: "other" }], want: [{ group: "apps", kind: "Deployment", name: "other" }] },
  { name: "all but one", choices: [{ kind: "Service", name: "web", exclude: true }], want: [deployment, settings] },
  { name: "all but a pattern", choices: [{ group: "*", kind: "*", name: "web", namespace: "shop", exclude: true }], want: [settings] },
  {
    name: "some but not one of them",
    choices: [
      { group: "*", kind: "*", name: "web" },
      { kind: "Service", name: "web", exclude: true },
    ],
    want: [deployment],
  },
  { name: "another namespace is another object", choices: [{ group: "*", kind: "*", name: "*", namespace: "other", exclude: true }], want: [deployment, service, settings] },
];

describe("selectSyncResources", () => {
  for (const { name, choices, want } of cases) it(name, () => assert.deepEqual(selectSyncResources(application, choices), want));

  it("refuses to sync nothing, which would mean everything", () => {
    assert.throws(
      () => selectSyncResources(application, [{ group: "*", kind: "*", name: "*", exclude: true }]),
      (error) => isSillageError(error, "invalid"),
    );
  });
});
