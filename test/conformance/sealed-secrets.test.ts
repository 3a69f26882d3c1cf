import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import path from "node:path";
import process from "node:process";
import { after, before, suite, test } from "node:test";
import { getField, getList, getRecord, getStringMap, type KubeObject } from "../../src/kube/index.ts";
import { parseCertificates, parseSealingKey, sealingScopes, sealSecret, unsealSecret, type SealingCertificate, type SealingKey } from "../../src/seal/index.ts";
import { createTestKey } from "../builders/sealing-key.ts";
import { createApi, type Api } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { createKubectl, type Kubectl } from "../support/kubectl.ts";
import { createKubeseal, skipWithoutKubeseal } from "../support/kubeseal.ts";
import { skipWithoutController, startSealedSecretsController, type SealedSecretsController } from "../support/sealed-secrets-controller.ts";
import { makeTempFolder } from "../support/temp-folder.ts";

const kubeconfig = process.env["SILLAGE_TEST_KUBECONFIG"] ?? "";
const namespace = `sealed-${randomBytes(4).toString("hex")}`;
const keyLabel = "sealedsecrets.bitnami.com/sealed-secrets-key";
const definition = path.resolve(import.meta.dirname, "../../deploy/crds/sealedsecret-crd.yaml");
const ours = createTestKey("first");
/** After our key's certificate, so that the controller makes a newer one at once. */
const cutoff = "Mon, 05 Jan 2026 00:00:00 +0000";

const data = {
  binary: randomBytes(300).toString("base64"),
  empty: "",
  "large.bin": randomBytes(700_000).toString("base64"),
  unicode: Buffer.from("é😀\n").toString("base64"),
};

suite("the real sealed-secrets controller", { skip: skipReason(), timeout: 180_000 }, () => {
  let api: Api;
  let kubectl: Kubectl;
  let controller: SealedSecretsController;

  before(async () => {
    api = createApi(kubeconfig);
    kubectl = await createKubectl({ kubeconfig, namespace, cacheFolder: makeTempFolder() });
    await kubectl.ok(["apply", "-f", definition]);
    await kubectl.ok(["wait", "--for=condition=Established", "crd/sealedsecrets.bitnami.com"]);
    await kubectl.ok(["create", "namespace", namespace]);
    await kubectl.applied(keySecret());
    controller = await startSealedSecretsController({ kubeconfig, namespace, args: [`--key-cutoff-time=${cutoff}`, "--rate-limit=100", "--rate-limit-burst=100"] });
    await eventually(async () => assert.equal((await fetch(`${controller.url}/healthz`)).status, 200, controller.log()), { withinMs: 30_000 });
  });
  after(async () => {
    await controller?.close();
    await kubectl?.run(["delete", "namespace", namespace, "--wait=false"]);
    api?.close();
  });

  test("works with our key and makes its own: ours reads both", async () => {
    const certificate = await fetchCertificate();
    const keys = await readKeys();
    assert.deepEqual(keys.map(({ fingerprint }) => fingerprint).toSorted(), [certificate.fingerprint, ours.key.fingerprint].toSorted());
    const theirs = keys.find(({ fingerprint }) => fingerprint === certificate.fingerprint);
    assert.deepEqual([theirs?.size, certificate.notAfter - certificate.notBefore], [512, 3650 * 24 * 3600 * 1000]);
  });

  for (const scope of sealingScopes) {
    test(`sealed here with our old key, unsealed by it: ${scope}`, async () => {
      const sealed = sealSecret(secret(`old-${scope}`), { certificate: ours.key.certificate, scope, allowEmptyData: false });
      await expectUnsealed(sealed, data);
    });

    test(`sealed here with its certificate, unsealed by it: ${scope}`, async () => {
      const sealed = sealSecret(secret(`new-${scope}`), { certificate: await fetchCertificate(), scope, allowEmptyData: false });
      await expectUnsealed(sealed, data);
    });

    test(`sealed by kubeseal with its certificate, unsealed here: ${scope}`, { skip: skipWithoutKubeseal }, async () => {
      const kubeseal = createKubeseal({ certificate: (await fetchCertificate()).pem, privateKey: "" });
      const outcome = await unsealSecret(await kubeseal.seal(secret("kubeseal"), "--scope", scope), await readKeys());
      assert.deepEqual(outcome.kind === "unsealed" ? outcome.secret["data"] : outcome, data);
    });
  }

  test("templates: type, metadata and texts as ours", async () => {
    const sealed = sealSecret(
      { ...secret("templated"), data: { user: "YWRh", password: "Z2VoZWlt" }, type: "example/dsn" },
      { certificate: ours.key.certificate, allowEmptyData: false },
    );
    const template = { ...getRecord(sealed, "spec", "template"), data: { dsn: "pg://{{ .user }}:{{ .password | urlquery }}@{{ .host }}", host: "db", password: null } };
    const templated = { ...sealed, spec: { ...getRecord(sealed, "spec"), template } };
    const outcome = await unsealSecret(templated, [ours.key]);
    assert(outcome.kind === "unsealed");
    const live = await expectUnsealed(templated, getStringMap(outcome.secret, "data"));
    assert.deepEqual(
      [live.metadata.labels, live.metadata.annotations, live["type"]],
      [outcome.secret.metadata.labels, outcome.secret.metadata.annotations, outcome.secret["type"]],
    );
  });

  test("it verifies and rotates what was sealed here, and ours opens the outcome", async () => {
    const sealed = sealSecret(secret("rotated"), { certificate: ours.key.certificate, allowEmptyData: false });
    assert.equal((await post("verify", sealed)).status, 200);
    assert.equal((await post("verify", { ...sealed, metadata: { ...sealed.metadata, name: "other" } })).status, 409);
    const rotated = (await (await post("rotate", sealed)).json()) as object;
    const outcome = await unsealSecret({ ...sealed, ...rotated }, await readKeys());
    assert.deepEqual(outcome.kind === "unsealed" && [outcome.secret["data"], Object.values(outcome.keyFingerprints)], [
      data,
      Array(4).fill((await fetchCertificate()).fingerprint),
    ]);
  });

  function post(action: string, body: unknown): Promise<Response> {
    return fetch(`${controller.url}/v1/${action}`, { method: "POST", body: JSON.stringify(body) });
  }

  async function fetchCertificate(): Promise<SealingCertificate> {
    return parseCertificates(await (await fetch(`${controller.url}/v1/cert.pem`)).text())[0];
  }

  async function readKeys(): Promise<readonly SealingKey[]> {
    const { body } = await api.send("GET", `/api/v1/namespaces/${namespace}/secrets?labelSelector=${keyLabel}%3Dactive`);
    return getList(body, "items").map((item) => parseSealingKey({ certificate: decode(item, "tls.crt"), privateKey: decode(item, "tls.key") }));
  }

  async function expectUnsealed(sealed: KubeObject, want: Readonly<Record<string, string>>): Promise<KubeObject> {
    const created = await api.send("POST", `/apis/bitnami.com/v1alpha1/namespaces/${namespace}/sealedsecrets`, { body: sealed });
    assert.equal(created.status, 201, JSON.stringify(created.body).slice(0, 300));
    return eventually(
      async () => {
        const { status, body } = await api.send("GET", `/api/v1/namespaces/${namespace}/secrets/${sealed.metadata.name}`);
        assert.equal(status, 200, controller.log().slice(-2_000));
        assert.deepEqual(getField(body, "data"), want);
        return body as KubeObject;
      },
      { withinMs: 30_000 },
    );
  }
});

function skipReason(): string | false {
  if (kubeconfig === "") return "the controller trusts only service account tokens of a real control plane: script/test --cluster";
  return skipWithoutController;
}

function secret(name: string): KubeObject {
  return { apiVersion: "v1", kind: "Secret", metadata: { name, namespace, labels: { app: "db" }, annotations: { note: "ü" } }, type: "Opaque", data };
}

function keySecret(): KubeObject {
  const { certificate, privateKey } = ours.pair;
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "sealed-secrets-key-ours", namespace, labels: { [keyLabel]: "active" } },
    type: "kubernetes.io/tls",
    data: { "tls.crt": Buffer.from(certificate).toString("base64"), "tls.key": Buffer.from(privateKey).toString("base64") },
  };
}

function decode(item: unknown, name: string): string {
  return Buffer.from(getStringMap(item, "data")[name] ?? "", "base64").toString();
}
