import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { getList, getString, type KubeObject } from "../../src/kube/index.ts";
import { generateSealingKey, parseCertificates, sealSecret } from "../../src/seal/index.ts";
import { eventually } from "../support/eventually.ts";
import { createKubectl, type Kubectl } from "../support/kubectl.ts";
import { type SillageProcess, startSillage } from "../support/process.ts";
import { openTarget, type Target } from "../support/target.ts";
import { makeTempFolder } from "../support/temp-folder.ts";

const canary = "canary-plaintext-2f6c";
const keyName = "sealed-secrets-keyx7k2p";
const definition = path.resolve(import.meta.dirname, "../../deploy/crds/sealedsecret-crd.yaml");

/** Starts servers with other flags on one cluster, so each test has a sandbox of its own. */
describe("sillage server and SealedSecrets", { timeout: 120_000 }, () => {
  let target: Target;
  let kubectl: Kubectl;
  const servers: SillageProcess[] = [];

  before(async () => {
    target = await openTarget();
    kubectl = await createKubectl({ kubeconfig: target.kubeconfig, namespace: "default", cacheFolder: makeTempFolder() });
  });
  after(async () => {
    for (const server of servers) await server.stop();
    await kubectl.run(["delete", "secret", keyName, "--namespace", "kube-system"]);
    await kubectl.run(["delete", "sealedsecret", "web"]);
    await target.close();
  });

  async function serve(...flags: string[]): Promise<SillageProcess> {
    const environment = { SILLAGE_CONFIG: path.join(makeTempFolder(), "config"), XDG_CACHE_HOME: makeTempFolder() };
    const server = await startSillage(["server", "--kubeconfig", target.kubeconfig, "--namespace", "default", "--port", "0", "--insecure", ...flags], environment);
    servers.push(server);
    return server;
  }

  async function apply(manifest: KubeObject): Promise<void> {
    const { exitCode, stderr } = await kubectl.apply(manifest, "--namespace", manifest.metadata.namespace ?? "default");
    assert.equal(exitCode, 0, stderr);
  }

  const fetchCertificate = (server: SillageProcess) =>
    eventually(async () => {
      const reply = await fetch(`${server.url}/v1/cert.pem`);
      assert.equal(reply.status, 200);
      return reply.text();
    });

  function seal(name: string, pem: string): KubeObject {
    const secret = { apiVersion: "v1", kind: "Secret", metadata: { name, namespace: "default" }, data: { password: Buffer.from(canary).toString("base64") } };
    return sealSecret(secret, { certificate: parseCertificates(pem)[0], allowEmptyData: false });
  }

  it("leaves them to another controller when told so", async () => {
    const server = await serve("--sealed-secrets", "external");
    assert.equal((await fetch(`${server.url}/v1/cert.pem`)).status, 404);
    assert.equal((await kubectl.run(["get", "secrets", "-l", "sealedsecrets.bitnami.com/sealed-secrets-key", "-o", "name"])).stdout, "");
    await server.stop();
  });

  it("adopts the keys of an installation in kube-system, and answers as kubeseal expects", async () => {
    const pair = await generateSealingKey({ notBefore: Date.now() - 60_000 });
    const encode = (text: string) => Buffer.from(text).toString("base64");
    await apply({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: keyName, namespace: "kube-system", labels: { "sealedsecrets.bitnami.com/sealed-secrets-key": "active" } },
      type: "kubernetes.io/tls",
      data: { "tls.crt": encode(pair.certificate), "tls.key": encode(pair.privateKey) },
    });
    const server = await serve();
    const pem = await fetchCertificate(server);
    assert.equal(pem, pair.certificate);
    const sealed = seal("web", pem);
    const post = (what: "verify" | "rotate", body: object) =>
      fetch(`${server.url}/v1/${what}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
    assert.equal((await post("verify", sealed)).status, 200);
    assert.equal((await post("verify", { ...sealed, metadata: { ...sealed.metadata, name: "other" } })).status, 409);
    const rotated = await (await post("rotate", sealed)).text();
    assert.ok(!rotated.includes(canary));

    await apply(sealed);
    await eventually(async () => assert.equal(getString(await kubectl.get("secret", "web"), "data", "password"), encode(canary)));
    await eventually(async () => assert.equal(getString(getList(await kubectl.get("sealedsecret", "web"), "status", "conditions")[0], "status"), "True"));
    assert.match((await kubectl.run(["get", "sealedsecret", "web"])).stdout, /^NAME +STATUS +SYNCED +AGE\nweb +True +\d+s\n$/);
    assert.ok(!server.log().includes(canary) && !server.log().includes("PRIVATE KEY"));
    await server.stop();
  });

  it("starts on a cluster without the kind, says so once, and begins when it comes", async (t) => {
    if (!target.sandbox) return t.skip("the definition of a shared cluster stays");
    await kubectl.run(["delete", "customresourcedefinition", "sealedsecrets.bitnami.com"]);
    const server = await serve();
    const pem = await fetchCertificate(server);
    const mentions = () => server.log().split("The cluster has no SealedSecret kind").length - 1;
    await eventually(() => assert.equal(mentions(), 1));
    const created = await kubectl.run(["apply", "-f", definition]);
    assert.equal(created.exitCode, 0, created.stderr);
    await eventually(async () => apply(seal("late", pem)));
    await eventually(async () => assert.equal(getString(await kubectl.get("secret", "late"), "metadata", "name"), "late"), { withinMs: 30_000 });
    assert.equal(mentions(), 1);
  });
});
