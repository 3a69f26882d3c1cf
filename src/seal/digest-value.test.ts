import { deepEqual, equal, notEqual } from "node:assert/strict";
import { test } from "node:test";
import { createTestKey } from "../../test/builders/sealing-key.ts";
import type { KubeObject } from "../kube/index.ts";
import { digestValue } from "./digest-value.ts";
import { parseSealingKey } from "./sealing-key.ts";

const { pair, key } = createTestKey();
const secret: KubeObject = { apiVersion: "v1", kind: "Secret", metadata: { name: "db", namespace: "shop", labels: { a: "1" } }, data: { a: "MQ==", b: "Mg==" } };

test("a digest tells items, values and place, and nothing else", () => {
  const digest = digestValue(secret, key);
  equal(digestValue({ ...secret, type: "Opaque", metadata: { name: "db", namespace: "shop" }, data: { b: "Mg==", a: "MQ==" } }, key), digest);
  const others = [
    { ...secret, data: { a: "MQ==" } },
    { ...secret, data: { a: "MQ==", b: "MQ==" } },
    { ...secret, data: { a: "MQ==", c: "Mg==" } },
    { ...secret, metadata: { name: "db", namespace: "other" } },
    { ...secret, metadata: { name: "other", namespace: "shop" } },
  ];
  equal(new Set([digest, ...others.map((other) => digestValue(other, key))]).size, 6);
});

test("the same key gives the same digest in every process, another key another", () => {
  equal(digestValue(secret, parseSealingKey(pair)), digestValue(secret, key));
  notEqual(digestValue(secret, createTestKey("second").key), digestValue(secret, key));
  deepEqual(Object.keys(key.digestKey), []);
});
