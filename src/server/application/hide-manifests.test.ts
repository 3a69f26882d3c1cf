import assert from "node:assert/strict";
import { it } from "node:test";
import type { Operation } from "../../api/index.ts";
import { buildApplication } from "../../../test/builders/application.ts";
import { hideManifests } from "./hide-manifests.ts";

const secret = (data: object): string => JSON.stringify({ apiVersion: "v1", kind: "Secret", metadata: { name: "keys" }, ...data });
const bringing = (...manifests: readonly string[]): Operation => ({ sync: { prune: true, manifests } });

it("hides what a local sync brought along, waiting or under way", () => {
  const operation = bringing(secret({ data: { token: "aHVudGVyMg==" } }), secret({ stringData: { token: "hunter2" } }), "token: hunter2");
  const shown = bringing(secret({ data: { token: "++++++++" } }), secret({ data: { token: "++++++++" } }), "");
  const running = { phase: "Running", startedAt: "2026-01-02T03:04:05Z" } as const;
  const application = buildApplication({ operation, status: { operationState: { ...running, operation } } });
  assert.deepEqual(hideManifests(application), buildApplication({ operation: shown, status: { operationState: { ...running, operation: shown } } }));
});

it("gives the very same application when there is nothing to hide", () => {
  const application = buildApplication({ operation: { sync: { prune: true } } });
  assert.equal(hideManifests(application), application);
});
