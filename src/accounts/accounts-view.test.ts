import { deepEqual, equal } from "node:assert/strict";
import { it } from "node:test";
import type { KubeObject } from "../kube/index.ts";
import { createLog } from "../log/index.ts";
import { createAccountsView } from "./accounts-view.ts";

const configMapOf = (data: Readonly<Record<string, string>>): KubeObject => ({ apiVersion: "v1", kind: "ConfigMap", metadata: {}, data });
const secretOf = (resourceVersion: string, key: string): KubeObject => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { resourceVersion },
  data: { "server.secretkey": Buffer.from(key).toString("base64") },
});

function createWorld() {
  const world = { configMap: configMapOf({}), secret: secretOf("5", "five") };
  const warnings: unknown[] = [];
  const log = { ...createLog({ level: "silent" }), warn: (_message: string, fields?: object) => void warnings.push(fields) };
  const view = createAccountsView({ getConfigMap: () => world.configMap, getSecret: () => world.secret, log });
  return { world, warnings, view, getKey: () => Buffer.from(view.get().signingKey ?? []).toString() };
}

it("keeps the last good value and says so once", () => {
  const { world, warnings, view } = createWorld();
  world.configMap = configMapOf({ "users.session.duration": "1h" });
  equal(view.get().sessionDurationMs, 3_600_000);
  world.configMap = configMapOf({ "users.session.duration": "soon" });
  deepEqual([view.get().sessionDurationMs, view.get().sessionDurationMs], [3_600_000, 3_600_000]);
  deepEqual(warnings, [{ key: "users.session.duration", problem: 'it is "soon", which is no duration such as 12h' }]);
});

it("parses once while nothing changes", () => {
  const { view } = createWorld();
  equal(view.get(), view.get());
});

it("believes what we wrote until the watch knows something newer", () => {
  const { world, view, getKey } = createWorld();
  view.noteWritten(secretOf("7", "seven"));
  equal(getKey(), "seven");
  view.noteWritten(secretOf("6", "six"));
  equal(getKey(), "seven", "an answer that came late");
  world.secret = secretOf("8", "eight");
  equal(getKey(), "eight");
});
