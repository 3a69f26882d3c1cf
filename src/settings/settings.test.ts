import assert from "node:assert/strict";
import { it } from "node:test";
import type { KubeObject } from "../kube/index.ts";
import { parseSettings } from "./settings.ts";

function configMap(data: Readonly<Record<string, string>>): KubeObject {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "argocd-cm" }, data };
}

it("has Argo CD's defaults", () => assert.deepEqual(parseSettings(undefined), { pollIntervalMs: 120_000, pollJitterMs: 60_000, problems: [] }));

it("reads intervals", () => {
  assert.deepEqual(parseSettings(configMap({ "timeout.reconciliation": "5s", "timeout.reconciliation.jitter": "0" })), { pollIntervalMs: 5_000, pollJitterMs: 0, problems: [] });
});

it("keeps the default and says so when a value is no duration", () => {
  const { pollIntervalMs, problems } = parseSettings(configMap({ "timeout.reconciliation": "often" }));
  assert.equal(pollIntervalMs, 120_000);
  assert.match(problems.join(), /"timeout\.reconciliation" is "often"/);
});
