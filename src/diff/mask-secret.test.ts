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
