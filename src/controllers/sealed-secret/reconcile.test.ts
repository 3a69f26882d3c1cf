import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createSealedWorld, type SealedWorld } from "../../../test/builders/sealed-world.ts";
import { eventually } from "../../../test/support/eventually.ts";
import { getList, getNumber, getString, getStringMap, type KubeObject } from "../../kube/index.ts";
import { generateSealingKey, parseCertificates } from "../../seal/index.ts";

let world: SealedWorld;
before(async () => {
  world = await createSealedWorld();
});
after(() => world.close());

async function itemsOf(name: string): Promise<Record<string, string> | undefined> {
  const secret = await world.get("Secret", name);
  return secret && Object.fromEntries(Object.entries(getStringMap(secret, "data")).map(([item, value]) => [item, Buffer.from(value, "base64").toString()]));
}

const becomes = (name: string, items: Record<string, string>) => eventually(async () => assert.deepEqual(await itemsOf(name), items));

/** The condition, once this generation was looked at. */
async function conditionOf(name: string): Promise<{ readonly status: string | undefined; readonly message: string | undefined }> {
  const sealed = await world.get("SealedSecret", name);
  assert.ok(sealed);
  assert.equal(getNumber(sealed, "status", "observedGeneration"), sealed.metadata.generation);
  const [synced] = getList(sealed, "status", "conditions");
  return { status: getString(synced, "status"), message: getString(synced, "message") };
}

const isReported = (name: string, status: string, message = "") => eventually(async () => assert.deepEqual(await conditionOf(name), { status, message }));

async function eventsOf(name: string): Promise<string[]> {
  const events = (await world.list("Event")).filter((event) => getString(event, "involvedObject", "name") === name);
  return events.map((event) => `${getString(event, "reason")}: ${getString(event, "message")}`);
}

const unsealed = "Unsealed: SealedSecret unsealed successfully";

test("a SealedSecret becomes a Secret, and a second look writes nothing", async () => {
  const sealed = await world.create(
    await world.seal("web", { user: "ada", password: "ünïcode\n" }, { type: "example.com/login", labels: { app: "web" }, annotations: { note: "kept" } }),
  );
  await becomes("web", { user: "ada", password: "ünïcode\n" });
  await isReported("web", "True");
  const secret = await world.get("Secret", "web");
  const { labels, annotations, ownerReferences } = secret?.metadata ?? {};
  assert.deepEqual(
    { type: secret?.["type"], labels, annotations, ownerReferences },
    {
      type: "example.com/login",
      labels: { app: "web" },
      annotations: { note: "kept" },
      ownerReferences: [{ apiVersion: "bitnami.com/v1alpha1", kind: "SealedSecret", name: "web", uid: sealed.metadata.uid, controller: true }],
    },
  );
  await eventually(async () => assert.deepEqual(await eventsOf("web"), [unsealed]));
  await world.settle();
  const written = world.writes.length;
  await world.patch(sealed, { metadata: { annotations: { touched: "1" } } });
  await world.restart();
  await world.settle();
  assert.deepEqual(world.writes.slice(written), []);
});

test("an edited Secret is restored, what others added to it stays", async () => {
  await world.create(await world.seal("edited", { a: "1", b: "2" }, { labels: { app: "web" } }));
  await becomes("edited", { a: "1", b: "2" });
  await isReported("edited", "True");
  const secret = await world.get("Secret", "edited");
  assert.ok(secret);
  await world.patch(secret, { data: { a: "eA==", b: null, c: "eA==" }, metadata: { labels: { app: "other", team: "blue" } } });
  await becomes("edited", { a: "1", b: "2" });
  assert.deepEqual((await world.get("Secret", "edited"))?.metadata.labels, { app: "web", team: "blue" });
  await world.delete(secret);
  await becomes("edited", { a: "1", b: "2" });
});

test("a new generation replaces the Secret whole", async () => {
  const sealed = await world.create(await world.seal("moved", { a: "1", b: "2" }, { labels: { old: "1" } }));
  await becomes("moved", { a: "1", b: "2" });
  const next = await world.seal("moved", { a: "3" }, { labels: { new: "1" } });
  await world.patch(sealed, { spec: { encryptedData: { b: null, ...getStringMap(next, "spec", "encryptedData") }, template: { metadata: { labels: { old: null, new: "1" } } } } });
  await becomes("moved", { a: "3" });
  await isReported("moved", "True");
  assert.deepEqual((await world.get("Secret", "moved"))?.metadata.labels, { new: "1" });
});

test("a Secret goes with its SealedSecret, unless the template wants it to stay", async () => {
  const going = await world.create(await world.seal("going", { a: "1" }));
  const staying = await world.create(await world.seal("staying", { a: "1" }, { annotations: { "sealedsecrets.bitnami.com/skip-set-owner-references": "true" } }));
  await becomes("going", { a: "1" });
  await becomes("staying", { a: "1" });
  await isReported("staying", "True");
  for (const sealed of [going, staying]) await world.delete(sealed);
  // The collector of a real cluster looks for new kinds twice a minute.
  await eventually(async () => assert.equal(await itemsOf("going"), undefined), { withinMs: 60_000 });
  assert.deepEqual(await itemsOf("staying"), { a: "1" });
});

const foreign = (name: string, annotations: Record<string, string> = {}): KubeObject => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name, namespace: world.namespace, annotations, labels: { theirs: "1" } },
  type: "Opaque",
  data: { theirs: "eA==", a: "eA==" },
});

test("the Secret of somebody else is left alone until it is handed over", async () => {
  const secret = await world.create(foreign("taken"));
  await world.create(await world.seal("taken", { a: "1" }));
  const message = 'Resource "taken" already exists and is not managed by SealedSecret';
  await isReported("taken", "False", message);
  await eventually(async () => assert.deepEqual(await eventsOf("taken"), [`ErrUpdateFailed: ${message}`]));
  assert.deepEqual(await itemsOf("taken"), { theirs: "x", a: "x" });
  await world.patch(secret, { metadata: { annotations: { "sealedsecrets.bitnami.com/managed": "true" } } });
  await becomes("taken", { a: "1" });
  await isReported("taken", "True");
  assert.equal((await world.get("Secret", "taken"))?.metadata.ownerReferences?.length, 1);
});

test("a Secret to be patched keeps what is not ours", async () => {
  await world.create(foreign("patched", { "sealedsecrets.bitnami.com/patch": "true" }));
  const sealed = await world.create(await world.seal("patched", { a: "1" }, { labels: { ours: "1" } }));
  await becomes("patched", { theirs: "x", a: "1" });
  await isReported("patched", "True");
  const { labels, ownerReferences } = (await world.get("Secret", "patched"))?.metadata ?? {};
  assert.deepEqual({ labels, ownerReferences }, { labels: { theirs: "1", ours: "1" }, ownerReferences: undefined });
  await world.delete(sealed);
  await world.settle();
  assert.deepEqual(await itemsOf("patched"), { theirs: "x", a: "1" });
});

test("an immutable Secret is said to be so, and made again when it is deleted", async () => {
  const sealed = await world.create(await world.seal("fixed", { a: "1" }, { immutable: true }));
  await becomes("fixed", { a: "1" });
  await isReported("fixed", "True");
  await world.patch(sealed, { spec: { encryptedData: getStringMap(await world.seal("fixed", { a: "2" }), "spec", "encryptedData") } });
  await isReported("fixed", "False", 'Resource "fixed" is immutable: delete the Secret, and it is made again');
  const secret = await world.get("Secret", "fixed");
  assert.ok(secret);
  await world.delete(secret);
  await becomes("fixed", { a: "2" });
  await isReported("fixed", "True");
});

test("what no key opens says which item, keeps the old Secret, and opens when its key comes", async () => {
  const stranger = await generateSealingKey({ notBefore: Date.now() - 86_400_000 });
  const sealed = await world.create(await world.seal("foreign-key", { a: "1" }));
  await becomes("foreign-key", { a: "1" });
  const next = await world.seal("foreign-key", { a: "2", b: "3" }, { certificate: stranger.certificate });
  await world.patch(sealed, { spec: { encryptedData: getStringMap(next, "spec", "encryptedData") } });
  const message = 'no key could decrypt secret ("a", "b")';
  await isReported("foreign-key", "False", message);
  await eventually(async () => assert.ok((await eventsOf("foreign-key")).includes(`ErrUnsealFailed: Failed to unseal: ${message}`)));
  assert.deepEqual(await itemsOf("foreign-key"), { a: "1" });

  const before = world.controller.sealing.getCertificate();
  await world.create(buildKey("imported", stranger));
  await becomes("foreign-key", { a: "2", b: "3" });
  await isReported("foreign-key", "True");
  assert.equal(world.controller.sealing.getCertificate(), before, "an older key does not seal");
});

test("the wrong scope and malformed data fail alone", async () => {
  const renamed = await world.seal("sealed-name", { a: "1" });
  await world.create({ ...renamed, metadata: { ...renamed.metadata, name: "other-name" } });
  const wide = await world.seal("wide", { a: "1" }, { scope: "namespace-wide" });
  await world.create({ ...wide, metadata: { ...wide.metadata, name: "wide-renamed" } });
  await world.create({ ...renamed, metadata: { ...renamed.metadata, name: "broken" }, spec: { encryptedData: { a: "%%%", b: "AA==" } } });
  await isReported(
    "other-name",
    "False",
    `no key could decrypt secret ("a"): item "a" was sealed for "${world.namespace}/sealed-name", and not for "${world.namespace}/other-name"`,
  );
  await becomes("wide-renamed", { a: "1" });
  await eventually(async () => assert.match((await conditionOf("broken")).message ?? "", /cannot read the sealed value.*"a".*"b"/));
});

const buildKey = (name: string, pair: { readonly certificate: string; readonly privateKey: string }, label = "active"): KubeObject => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name, namespace: world.keyNamespace, labels: { "sealedsecrets.bitnami.com/sealed-secrets-key": label } },
  type: "kubernetes.io/tls",
  data: { "tls.crt": Buffer.from(pair.certificate).toString("base64"), "tls.key": Buffer.from(pair.privateKey).toString("base64") },
});

test("keys come and go: the newest active one seals, all unseal, a malformed one harms nobody", async () => {
  const { sealing } = world.controller;
  const first = sealing.getCertificate();
  const newer = await generateSealingKey({ notBefore: Date.now() + 60_000 });
  const key = await world.create(buildKey("newer", newer));
  await world.create(buildKey("malformed", { certificate: "no certificate", privateKey: "no key" }));
  await eventually(() => assert.equal(sealing.getCertificate(), newer.certificate.trimEnd().concat("\n")));
  const sealed = await world.seal("rotated", { a: "1" }, { certificate: first });
  assert.equal(await sealing.canUnseal(sealed), true);
  const rotated = await sealing.rotate(sealed);
  assert.notDeepEqual(rotated["spec"], sealed["spec"]);

  await world.patch(key, { metadata: { labels: { "sealedsecrets.bitnami.com/sealed-secrets-key": "compromised" } } });
  await eventually(() => assert.equal(sealing.getCertificate(), first));
  const applied = await world.create(rotated);
  await becomes("rotated", { a: "1" });
  await isReported("rotated", "True");

  await world.delete(key);
  const [{ fingerprint }] = parseCertificates(newer.certificate);
  await isReported("rotated", "False", `no key could decrypt secret ("a"): it was sealed for ${fingerprint}, which this cluster does not have`);
  assert.equal(await sealing.canUnseal(rotated), false);
  assert.deepEqual(await itemsOf("rotated"), { a: "1" });
  await world.delete(applied);
});

test("without any key a new one is made", async () => {
  const keys = await world.list("Secret", world.keyNamespace);
  const before = world.controller.sealing.getCertificate();
  for (const key of keys) await world.delete(key);
  await eventually(() => assert.notEqual(world.controller.sealing.getCertificate(), before));
  await world.create(await world.seal("after", { a: "1" }));
  await becomes("after", { a: "1" });
});
