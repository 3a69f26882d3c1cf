import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import { maskSecrets } from "./mask-secret.ts";

const secret = (data: object) => ({ apiVersion: "v1", kind: "Secret", metadata: { name: "db" }, data });

test("equal values look equal, different ones differ, none is told", () => {
  deepEqual(maskSecrets([secret({ user: "YQ==", password: "b2xk" }), secret({ user: "YQ==", password: "bmV3" })]), [
    secret({ user: "++++++++", password: "++++++++" }),
    secret({ user: "++++++++", password: "++++++++++++" }),
  ]);
});

test("other objects and absent ones stay", () => {
  const configMap = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" }, data: { a: "b" } };
  deepEqual(maskSecrets([configMap, undefined]), [configMap, undefined]);
});

test("an Application does not tell the manifests of a local sync", () => {
  const application = (manifests: readonly string[]) => {
    const operation = { sync: { prune: true, manifests } };
    return { apiVersion: "argoproj.io/v1alpha1", kind: "Application", metadata: { name: "a" }, operation, status: { operationState: { phase: "Running", operation } } };
  };
  deepEqual(maskSecrets([application([JSON.stringify(secret({ password: "b2xk" }))])]), [application(["++++++++"])]);
  const plain = { apiVersion: "argoproj.io/v1alpha1", kind: "Application", metadata: { name: "a" }, operation: { sync: { prune: true } } };
  deepEqual(maskSecrets([plain]), [plain]);
});
