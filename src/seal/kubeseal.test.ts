import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { suite, test } from "node:test";
import { createTestKey } from "../../test/builders/sealing-key.ts";
import { createKubeseal, skipWithoutKubeseal } from "../../test/support/kubeseal.ts";
import { makeTempFolder } from "../../test/support/temp-folder.ts";
import { getRecord, type KubeObject } from "../kube/index.ts";
import { sealingScopes } from "./scope.ts";
import { sealSecret } from "./seal-secret.ts";
import { unsealSecret } from "./unseal-secret.ts";

const { pair, key } = createTestKey();
const kubeseal = createKubeseal(pair);

const secret: KubeObject = {
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name: "db", namespace: "shop", labels: { app: "db" }, annotations: { note: "ü" } },
  type: "Opaque",
  immutable: true,
  data: {
    binary: randomBytes(500).toString("base64"),
    empty: "",
    "large.bin": randomBytes(1_000_000).toString("base64"),
    unicode: Buffer.from("é😀\n").toString("base64"),
  },
};

/** kubeseal writes an empty item as null, and an owner with an empty uid. */
function comparable(object: KubeObject): unknown {
  const { labels, annotations = {}, name, namespace } = object.metadata;
  const notes = Object.fromEntries(Object.entries(annotations).filter(([name]) => !name.startsWith("sealedsecrets.bitnami.com/")));
  const data = Object.entries(getRecord(object, "data") ?? {}).map(([item, value]) => [item, value ?? ""]);
  return { name, namespace, labels, notes, type: object["type"], immutable: object["immutable"], data: Object.fromEntries(data) };
}

suite("with the real kubeseal", { skip: skipWithoutKubeseal }, () => {
  for (const scope of sealingScopes) {
    test(`sealed by kubeseal, unsealed here: ${scope}`, async () => {
      const outcome = await unsealSecret(await kubeseal.seal(secret, "--scope", scope), [key]);
      assert(outcome.kind === "unsealed", outcome.kind === "failed" ? outcome.message : "");
      assert.deepEqual(comparable(outcome.secret), comparable(secret));
    });

    test(`sealed here, unsealed by kubeseal: ${scope}`, async () => {
      const sealed = sealSecret(secret, { certificate: key.certificate, scope, allowEmptyData: false });
      assert.deepEqual(comparable(await kubeseal.unseal(sealed)), comparable(secret));
    });

    test(`both write the same, but for the encrypted texts and our annotation: ${scope}`, async () => {
      const ours = sealSecret(secret, { certificate: key.certificate, scope, allowEmptyData: false });
      assert.deepEqual(withoutTexts(ours), withoutTexts(await kubeseal.seal(secret, "--scope", scope)));
    });
  }

  test("both refuse a renamed strict secret", async () => {
    const sealed = await kubeseal.seal(secret);
    const renamed = { ...sealed, metadata: { ...sealed.metadata, name: "prod-db" } };
    const outcome = await unsealSecret(renamed, [key]);
    assert.equal(outcome.kind === "failed" && outcome.message, 'no key could decrypt secret ("binary", "empty", "large.bin", "unicode")');
    await assert.rejects(kubeseal.unseal(renamed), /no key could decrypt secret/);
  });

  test("a single item of kubeseal --raw", async () => {
    const file = path.join(makeTempFolder(), "password");
    writeFileSync(file, "geheim");
    const text = await kubeseal.run(["--raw", `--from-file=${file}`, "--name", "db", "--namespace", "shop", "--cert", kubeseal.certificateFile], "");
    const sealed = { apiVersion: "bitnami.com/v1alpha1", kind: "SealedSecret", metadata: { name: "db", namespace: "shop" }, spec: { encryptedData: { password: text } } };
    const outcome = await unsealSecret(sealed, [key]);
    assert.deepEqual(outcome.kind === "unsealed" && outcome.secret["data"], { password: "Z2VoZWlt" });
  });
});

function withoutTexts(sealed: KubeObject): unknown {
  const annotations = Object.entries(sealed.metadata.annotations ?? {}).filter(([name]) => !name.startsWith("sillage.dev/"));
  const items = Object.keys(getRecord(sealed, "spec", "encryptedData") ?? {});
  const { name, namespace } = sealed.metadata;
  return {
    apiVersion: sealed.apiVersion,
    kind: sealed.kind,
    name,
    namespace,
    annotations: Object.fromEntries(annotations),
    items,
    template: getRecord(sealed, "spec", "template"),
  };
}
