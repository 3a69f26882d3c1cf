import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { after, before, describe, it } from "node:test";
import { exec } from "../../src/exec/index.ts";
import { getList, isKubeObject, type KubeObject } from "../../src/kube/index.ts";
import { parseDocuments } from "../../src/kube/yaml/index.ts";
import { unsealSecret } from "../../src/seal/index.ts";
import { createTestKey, type TestKey } from "../builders/sealing-key.ts";
import { createApi, type Api } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { findFreePort } from "../support/free-port.ts";
import { createKubectl, type Kubectl } from "../support/kubectl.ts";
import { createKubeseal, skipWithoutKubeseal } from "../support/kubeseal.ts";
import { findMachineAddress } from "../support/machine-address.ts";
import { createEmptyNode, createPodHere } from "../support/pod-here.ts";
import { type SillageProcess, startSillage } from "../support/process.ts";
import { openTarget, type Target } from "../support/target.ts";
import { makeTempFolder } from "../support/temp-folder.ts";

const deploy = path.resolve(import.meta.dirname, "../../deploy");
const namespace = `kubeseal-${randomBytes(3).toString("hex")}`;
const address = findMachineAddress() ?? "";
const skip = skipWithoutKubeseal || (address === "" && "this machine has no address but loopback, where no API server passes requests on to");
const older = createTestKey("first");
const newer = createTestKey("second");
const kubeseal = createKubeseal({ certificate: "", privateKey: "" });
const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "db", namespace: "shop" }, data: { password: "Z2VoZWlt" } };

/** The real kubeseal reaches `sillage server` through the API server, as it reaches a sealed-secrets controller; the server stands for a pod of the cluster. */
describe("kubeseal and sillage server", { skip, timeout: 120_000 }, () => {
  let target: Target;
  let api: Api;
  let kubectl: Kubectl;
  let server: SillageProcess;
  let port: number;

  before(async () => {
    target = await openTarget();
    api = createApi(target.kubeconfig);
    kubectl = await createKubectl({ kubeconfig: target.kubeconfig, namespace, cacheFolder: makeTempFolder() });
    await kubectl.ok(["create", "namespace", namespace]);
    await kubectl.applied(keySecret("older", older));
    port = await findFreePort();
    const environment = { SILLAGE_CONFIG: path.join(makeTempFolder(), "config"), XDG_CACHE_HOME: makeTempFolder() };
    const flags = ["--namespace", namespace, "--port", "0", "--insecure", "--install-crds"];
    const sealing = ["--sealed-secrets-namespace", namespace, "--sealed-secrets-address", `${address}:${port}`, "--key-renew-period", "0"];
    server = await startSillage(["server", "--kubeconfig", target.kubeconfig, ...flags, ...sealing], environment);
    await createEmptyNode(api, namespace);
    await createPodHere(api, { namespace, name: "sillage", labels: { "app.kubernetes.io/name": "sillage" }, address, nodeName: namespace });
    for (const object of await readService(port)) await kubectl.applied(object);
    await eventually(async () => assert.equal(getList(await kubectl.get("endpoints", "sealed-secrets-controller"), "subsets").length, 1));
    await eventually(async () => assert.equal(await fetchCertificate(), older.pair.certificate));
  });
  after(async () => {
    await server?.stop();
    await kubectl?.run(["delete", `namespace/${namespace}`, `node/${namespace}`, "--wait=false"]);
    api?.close();
    await target?.close();
  });

  /** As anybody the cluster knows: the Role of the manifest is enough. */
  function ask(args: readonly string[], input: object | "" = ""): Promise<string> {
    const cluster = ["--kubeconfig", target.kubeconfig, "--controller-namespace", namespace, "--as", "dev", "--as-group", "system:authenticated"];
    return kubeseal.run([...cluster, ...args], input === "" ? "" : JSON.stringify(input));
  }

  const fetchCertificate = () => ask(["--fetch-cert"]);

  it("seals with the certificate it fetches, and validates what it sealed", async () => {
    const sealed = parseObject(await ask([], secret));
    assert.deepEqual(await unsealedData(sealed, older), secret.data);
    assert.equal(await ask(["--validate"], sealed), "");
    await assert.rejects(ask(["--validate"], { ...sealed, metadata: { ...sealed.metadata, name: "prod-db" } }), /unable to decrypt sealed secret/);
    const damaged = { ...sealed, spec: { encryptedData: { password: "AgB=" } } };
    await assert.rejects(ask(["--validate"], damaged), /unable to decrypt sealed secret/);
  });

  it("re-encrypts for the newest key, and what cannot be opened is refused", async () => {
    const sealed = parseObject(await ask([], secret));
    await kubectl.applied(keySecret("newer", newer));
    await eventually(async () => assert.equal(await fetchCertificate(), newer.pair.certificate));
    const rotated = parseObject(await ask(["--re-encrypt"], sealed));
    assert.deepEqual([rotated.metadata.name, rotated.metadata.namespace], ["db", "shop"]);
    assert.deepEqual(await unsealedData(rotated, newer), secret.data);
    assert.equal(await unsealedData(rotated, older), 'no key could decrypt secret ("password")');
    assert.equal(await ask(["--validate"], rotated), "");
    await assert.rejects(ask(["--re-encrypt"], { ...sealed, metadata: { ...sealed.metadata, namespace: "other" } }), /cannot re-encrypt secret/);
  });

  it("serves sillage seal in the same way", async () => {
    const bin = path.resolve(import.meta.dirname, "../../bin/sillage.js");
    const args = ["seal", "--fetch-cert", "--kubeconfig", target.kubeconfig, "--controller-namespace", namespace];
    const { exitCode, stdout, stderr } = await exec(process.execPath, [bin, ...args], { signal: AbortSignal.timeout(20_000) });
    assert.deepEqual([exitCode, stdout.toString(), stderr], [0, await fetchCertificate(), ""]);
  });

  it("serves nothing else there", async () => {
    const base = `http://${address}:${port}`;
    assert.equal(await (await fetch(`${base}/healthz`)).text(), "ok\n");
    const others = ["/", "/api/version", "/api/v1/applications", "/v1/keys"];
    assert.deepEqual(await Promise.all(others.map(async (other) => (await fetch(`${base}${other}`)).status)), [404, 404, 404, 404]);
  });
});

async function readService(targetPort: number): Promise<readonly KubeObject[]> {
  const text = await readFile(path.join(deploy, "sealed-secrets-service.yaml"), "utf8");
  return parseDocuments(text.replace("targetPort: 8081", `targetPort: ${targetPort}`), { file: "sealed-secrets-service.yaml" })
    .map(({ value }) => value)
    .filter(isKubeObject);
}

function keySecret(name: string, { pair }: TestKey): KubeObject {
  const encode = (text: string): string => Buffer.from(text).toString("base64");
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: `sealed-secrets-key-${name}`, namespace, labels: { "sealedsecrets.bitnami.com/sealed-secrets-key": "active" } },
    type: "kubernetes.io/tls",
    data: { "tls.crt": encode(pair.certificate), "tls.key": encode(pair.privateKey) },
  };
}

function parseObject(text: string): KubeObject {
  const value: unknown = JSON.parse(text);
  assert.ok(isKubeObject(value), text);
  return value;
}

/** What the key opens, or why it does not. */
async function unsealedData(sealed: KubeObject, { key }: TestKey): Promise<unknown> {
  const outcome = await unsealSecret(sealed, [key]);
  return outcome.kind === "unsealed" ? outcome.secret["data"] : outcome.message;
}
