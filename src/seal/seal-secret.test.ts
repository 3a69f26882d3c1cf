import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { createTestKey } from "../../test/builders/sealing-key.ts";
import { getRecord, type KubeObject } from "../kube/index.ts";
import { sealSecret } from "./seal-secret.ts";
import type { SealingScope } from "./scope.ts";

const { key } = createTestKey();
const certificate = key.certificate;
const sealingKeys = { "sillage.dev/sealing-keys": key.fingerprint };
const base: KubeObject = { apiVersion: "v1", kind: "Secret", metadata: { name: "db", namespace: "shop" }, data: { password: "Z2VoZWlt" } };

const cases: readonly {
  readonly name: string;
  readonly secret: KubeObject;
  readonly scope?: SealingScope;
  readonly want: { readonly metadata: unknown; readonly template: unknown; readonly items: string[] };
}[] = [
  {
    name: "strict by default",
    secret: base,
    want: { metadata: { name: "db", namespace: "shop", annotations: sealingKeys }, template: { metadata: { name: "db", namespace: "shop" } }, items: ["password"] },
  },
  {
    name: "type, immutability, labels and annotations go into the template, owners, server fields and copies of the object do not",
    secret: {
      ...base,
      type: "kubernetes.io/basic-auth",
      immutable: true,
      stringData: { username: "ada" },
      metadata: {
        name: "db",
        namespace: "shop",
        uid: "1",
        resourceVersion: "7",
        creationTimestamp: "2026-01-01T00:00:00Z",
        labels: { app: "db" },
        annotations: {
          note: "x",
          "kubectl.kubernetes.io/last-applied-configuration": '{"data":{"password":"Z2VoZWlt"}}',
          "kubecfg.ksonnet.io/last-applied-configuration": "Z2VoZWlt",
        },
        ownerReferences: [{ apiVersion: "v1", kind: "Pod", name: "x", uid: "1" }],
      },
    },
    want: {
      metadata: { name: "db", namespace: "shop", annotations: sealingKeys },
      template: { metadata: { name: "db", namespace: "shop", labels: { app: "db" }, annotations: { note: "x" } }, type: "kubernetes.io/basic-auth", immutable: true },
      items: ["password", "username"],
    },
  },
  {
    name: "the scope that is asked for replaces the annotated one",
    secret: { ...base, metadata: { name: "db", namespace: "shop", annotations: { "sealedsecrets.bitnami.com/namespace-wide": "true" } } },
    scope: "cluster-wide",
    want: {
      metadata: { name: "db", namespace: "shop", annotations: { ...sealingKeys, "sealedsecrets.bitnami.com/cluster-wide": "true" } },
      template: { metadata: { name: "db", namespace: "shop", annotations: { "sealedsecrets.bitnami.com/cluster-wide": "true" } } },
      items: ["password"],
    },
  },
  {
    name: "cluster-wide needs no namespace",
    secret: { ...base, metadata: { name: "db" } },
    scope: "cluster-wide",
    want: {
      metadata: { name: "db", annotations: { ...sealingKeys, "sealedsecrets.bitnami.com/cluster-wide": "true" } },
      template: { metadata: { name: "db", annotations: { "sealedsecrets.bitnami.com/cluster-wide": "true" } } },
      items: ["password"],
    },
  },
];

suite("what is sealed", () => {
  for (const { name, secret, scope, want } of cases) {
    test(name, () => {
      const sealed = sealSecret(secret, { certificate, ...(scope === undefined ? {} : { scope }), allowEmptyData: false });
      const got = { metadata: sealed.metadata, template: getRecord(sealed, "spec", "template"), items: Object.keys(getRecord(sealed, "spec", "encryptedData") ?? {}) };
      assert.deepEqual(got, want);
      assert(!JSON.stringify(sealed).includes("Z2VoZWlt"), "the plaintext is in the result");
    });
  }
});

const refusals: readonly { readonly name: string; readonly secret: KubeObject; readonly scope?: SealingScope; readonly message: string }[] = [
  { name: "another kind", secret: { ...base, kind: "ConfigMap" }, message: 'Cannot seal ConfigMap "shop/db": it is not a Secret of v1' },
  { name: "no name", secret: { ...base, metadata: { namespace: "shop" } }, message: 'Cannot seal Secret "shop/*": it has no metadata.name' },
  { name: "no namespace", secret: { ...base, metadata: { name: "db" } }, message: 'Cannot seal Secret "db": it has no namespace, and the scope strict needs one' },
  {
    name: "no namespace, namespace-wide",
    secret: { ...base, metadata: { name: "db" } },
    scope: "namespace-wide",
    message: 'Cannot seal Secret "db": it has no namespace, and the scope namespace-wide needs one',
  },
  { name: "no data", secret: { ...base, data: {} }, message: 'Cannot seal Secret "shop/db": it has no data' },
  { name: "data that is not base64", secret: { ...base, data: { password: "geheim!" } }, message: 'Cannot seal Secret "shop/db": data "password" is not base64' },
  { name: "data that is a number", secret: { ...base, data: { password: 7 } }, message: 'Cannot seal Secret "shop/db": data "password" is not base64' },
  { name: "stringData that is a number", secret: { ...base, stringData: { pin: 1234 } }, message: 'Cannot seal Secret "shop/db": stringData "pin" is not a string' },
];

suite("what is refused", () => {
  for (const { name, secret, scope, message } of refusals) {
    test(name, () => {
      assert.throws(() => sealSecret(secret, { certificate, ...(scope === undefined ? {} : { scope }), allowEmptyData: false }), {
        name: "SillageError",
        code: "invalid",
        message,
      });
    });
  }
});

test("no data is sealed when that is allowed", () => {
  assert.deepEqual(sealSecret({ ...base, data: {} }, { certificate, allowEmptyData: true })["spec"], {
    encryptedData: {},
    template: { metadata: { name: "db", namespace: "shop" } },
  });
});
