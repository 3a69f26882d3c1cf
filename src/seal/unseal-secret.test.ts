import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { createTestKey } from "../../test/builders/sealing-key.ts";
import type { KubeObject } from "../kube/index.ts";
import { resealSecret } from "./reseal-secret.ts";
import { sealSecret } from "./seal-secret.ts";
import { sealValue } from "./seal-value.ts";
import { unsealSecret } from "./unseal-secret.ts";

const first = createTestKey("first").key;
const second = createTestKey("second").key;
const metadata = { name: "db", namespace: "shop" };

function seal(text: string, label = "shop/db", key = first): string {
  return sealValue(Buffer.from(text), { publicKey: key.certificate.publicKey, label });
}

function sealedSecret(spec: object, annotations?: Record<string, string>): KubeObject {
  return { apiVersion: "bitnami.com/v1alpha1", kind: "SealedSecret", metadata: { ...metadata, ...(annotations === undefined ? {} : { annotations }) }, spec };
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

const secret = { apiVersion: "v1", kind: "Secret", metadata };
const legacy = JSON.stringify({ kind: "Secret", apiVersion: "v1", metadata: { name: "old", namespace: "old", labels: { a: "b" } }, data: { x: "eQ==" } });

const cases: readonly { readonly name: string; readonly spec: object; readonly annotations?: Record<string, string>; readonly want: unknown }[] = [
  { name: "items", spec: { encryptedData: { b: seal("2"), a: seal("") } }, want: { ...secret, data: { a: "", b: "Mg==" } } },
  {
    name: "a newer key and an older one in one object",
    spec: { encryptedData: { a: seal("1"), b: seal("2", "shop/db", second) } },
    want: { ...secret, data: { a: "MQ==", b: "Mg==" } },
  },
  { name: "folded base64", spec: { encryptedData: { a: seal("1").replaceAll(/.{76}/g, "$&\r\n") } }, want: { ...secret, data: { a: "MQ==" } } },
  {
    name: "namespace-wide",
    spec: { encryptedData: { a: seal("1", "shop") } },
    annotations: { "sealedsecrets.bitnami.com/namespace-wide": "true" },
    want: { ...secret, data: { a: "MQ==" } },
  },
  {
    name: "cluster-wide wins over namespace-wide",
    spec: { encryptedData: { a: seal("1", "") } },
    annotations: { "sealedsecrets.bitnami.com/cluster-wide": "true", "sealedsecrets.bitnami.com/namespace-wide": "true" },
    want: { ...secret, data: { a: "MQ==" } },
  },
  {
    name: "template: type, immutability and metadata, but neither name nor owner",
    spec: {
      encryptedData: { a: seal("1") },
      template: { type: "Opaque", immutable: true, metadata: { name: "x", namespace: "y", uid: "z", labels: { l: "1" }, annotations: { n: "2" }, ownerReferences: [] } },
    },
    want: { ...secret, metadata: { ...metadata, labels: { l: "1" }, annotations: { n: "2" } }, type: "Opaque", immutable: true, data: { a: "MQ==" } },
  },
  {
    name: "template data: rendered over items and plain texts, never over an item, null leaves one out",
    spec: {
      encryptedData: { user: seal("ada"), password: seal("geheim") },
      template: { data: { url: "{{ .host }}/{{ .user }}:{{ .password }}", host: "db", user: "overridden", password: null } },
    },
    want: { ...secret, data: { host: base64("db"), url: base64("db/ada:geheim"), user: base64("ada") } },
  },
  { name: "no items", spec: { encryptedData: {} }, want: { ...secret, data: {} } },
  {
    name: "an item called __proto__",
    spec: { encryptedData: JSON.parse(`{"__proto__":${JSON.stringify(seal("1"))}}`) as object },
    want: { ...secret, data: JSON.parse('{"__proto__":"MQ=="}') as object },
  },
  { name: "the old whole Secret, under its new name", spec: { data: seal(legacy) }, want: { ...secret, metadata: { ...metadata, labels: { a: "b" } }, data: { x: "eQ==" } } },
];

suite("unsealed", () => {
  for (const { name, spec, annotations, want } of cases) {
    test(name, async () => {
      const outcome = await unsealSecret(sealedSecret(spec, annotations), [second, first]);
      assert.deepEqual(outcome.kind === "unsealed" ? outcome.secret : outcome, want);
    });
  }
});

const failures: readonly { readonly name: string; readonly spec: object; readonly annotations?: Record<string, string>; readonly message: string }[] = [
  { name: "another name", spec: { encryptedData: { a: seal("1", "shop/web") } }, message: 'no key could decrypt secret ("a")' },
  { name: "all bad items are named", spec: { encryptedData: { b: seal("1", "x"), a: seal("1", "x"), good: seal("1") } }, message: 'no key could decrypt secret ("a", "b")' },
  {
    name: "another scope",
    spec: { encryptedData: { a: seal("1") } },
    annotations: { "sealedsecrets.bitnami.com/cluster-wide": "true" },
    message: 'no key could decrypt secret ("a")',
  },
  {
    name: "malformed items do not hide each other",
    spec: { encryptedData: { a: 7, b: null, c: "nö", d: "AAAA", e: {}, f: "" } },
    message: 'cannot read the sealed value: it is too short ("a", "b", "d", "e", "f"); cannot read the sealed value: it is not base64 ("c")',
  },
  {
    name: "a template with an unknown function",
    spec: { encryptedData: { a: seal("1") }, template: { data: { url: "{{ .a | genCA }}" } } },
    message: 'cannot render the template: the function "genCA" is not supported ("url")',
  },
  {
    name: "old and new together",
    spec: { encryptedData: { a: seal("1") }, data: seal(legacy) },
    message: 'encryptedData and the old field data cannot be used together ("spec/data")',
  },
  { name: "an old blob that is no Secret", spec: { data: seal("geheim") }, message: 'the sealed value is no Secret ("spec/data")' },
];

suite("not unsealed", () => {
  for (const { name, spec, annotations, message } of failures) {
    test(name, async () => {
      const outcome = await unsealSecret(sealedSecret(spec, annotations), [second, first]);
      assert.deepEqual(outcome.kind === "failed" ? outcome.message : outcome, message);
    });
  }
  test("no keys at all", async () => {
    const outcome = await unsealSecret(sealedSecret({ encryptedData: { a: seal("1") } }), []);
    assert.deepEqual(outcome, { kind: "failed", failures: [{ item: "a", reason: "noKey", message: "no key could decrypt secret" }], message: 'no key could decrypt secret ("a")' });
  });
  test("another kind", async () => {
    await assert.rejects(unsealSecret({ ...sealedSecret({}), kind: "Secret" }, [first]), { code: "invalid" });
  });
});

const elsewhere = { template: { metadata: { name: "db", namespace: "old" } } };
const hints: readonly { readonly name: string; readonly label: string; readonly annotations?: Record<string, string>; readonly hint: string | undefined }[] = [
  { name: "renamed after sealing", label: "old/db", hint: 'item "a" was sealed for "old/db", and not for "shop/db"' },
  { name: "moved after sealing namespace-wide", label: "old", hint: 'item "a" was sealed for the namespace "old", and not for "shop/db"' },
  { name: "lost the annotation cluster-wide", label: "", hint: 'item "a" was sealed for the whole cluster, and not for "shop/db"' },
  {
    name: "got an annotation it was not sealed with",
    label: "shop/db",
    annotations: { "sealedsecrets.bitnami.com/namespace-wide": "true" },
    hint: 'item "a" was sealed for "shop/db", and not for the namespace "shop"',
  },
  { name: "sealed for a place nobody knows", label: "else/where", hint: undefined },
];

suite("why it did not open", () => {
  for (const { name, label, annotations, hint } of hints) {
    test(name, async () => {
      const outcome = await unsealSecret(sealedSecret({ encryptedData: { a: seal("1", label) }, ...elsewhere }, annotations), [second, first]);
      assert.deepEqual(outcome.kind === "failed" && [outcome.message, outcome.hint], ['no key could decrypt secret ("a")', hint]);
    });
  }
});

test("which key opened which item is told", async () => {
  const outcome = await unsealSecret(sealedSecret({ encryptedData: { a: seal("1"), b: seal("2", "shop/db", second) } }), [second, first]);
  assert.deepEqual(outcome.kind === "unsealed" && outcome.keyFingerprints, { a: first.fingerprint, b: second.fingerprint });
});

suite("resealed", () => {
  const kept = seal("2", "shop/db", second);
  const object = sealedSecret({ encryptedData: { a: seal("1"), b: kept }, template: { data: { t: "{{ .a }}{{ nonsense }}" }, type: "Opaque" } }, { note: "x" });

  test("only old items are sealed again, and nothing else changes", async () => {
    const outcome = await resealSecret(object, { keys: [second, first], certificate: second.certificate });
    assert(outcome.kind === "resealed");
    assert.deepEqual(outcome.changedItems, ["a"]);
    const spec = outcome.sealedSecret["spec"] as { encryptedData: Record<string, string>; template: unknown };
    assert.deepEqual(
      { b: spec.encryptedData["b"], template: spec.template, metadata: outcome.sealedSecret.metadata },
      {
        b: kept,
        template: { data: { t: "{{ .a }}{{ nonsense }}" }, type: "Opaque" },
        metadata: { ...metadata, annotations: { note: "x", "sillage.dev/sealing-keys": second.fingerprint } },
      },
    );
    const unsealed = await unsealSecret(sealedSecret({ encryptedData: spec.encryptedData }), [second]);
    assert.deepEqual(unsealed.kind === "unsealed" && unsealed.secret["data"], { a: "MQ==", b: "Mg==" });
    const again = await resealSecret(outcome.sealedSecret, { keys: [second], certificate: second.certificate });
    assert.deepEqual(again, { kind: "resealed", sealedSecret: outcome.sealedSecret, changedItems: [] });
  });

  test("the old whole Secret", async () => {
    const outcome = await resealSecret(sealedSecret({ data: seal(legacy) }), { keys: [first], certificate: second.certificate });
    assert(outcome.kind === "resealed");
    const unsealed = await unsealSecret(outcome.sealedSecret, [second]);
    assert.deepEqual(unsealed.kind === "unsealed" && unsealed.secret["data"], { x: "eQ==" });
  });

  test("an item that does not open fails the whole", async () => {
    const outcome = await resealSecret(object, { keys: [second], certificate: second.certificate });
    assert.deepEqual(outcome.kind === "failed" && outcome.message, 'no key could decrypt secret ("a")');
  });
});

test("an empty Secret can be sealed and unsealed", async () => {
  const sealed = sealSecret({ ...secret }, { certificate: first.certificate, allowEmptyData: true });
  const outcome = await unsealSecret(sealed, [first]);
  assert.deepEqual(outcome.kind === "unsealed" && outcome.secret, { ...secret, data: {} });
});
