import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createMemorySealWorld } from "../../../test/builders/memory-seal-world.ts";
import { createTestKey, type TestKey } from "../../../test/builders/sealing-key.ts";
import { runCli } from "../../../test/support/run-cli.ts";
import { SillageError } from "../../errors/index.ts";
import { systemClock } from "../../async/index.ts";
import { createKubeClient, type KubeClient, type KubeObject } from "../../kube/index.ts";
import { stringifyYaml } from "../../kube/yaml/index.ts";
import { administrator, createSandbox } from "../../sandbox/index.ts";
import { parseCertificates, sealSecret, type SealingScope } from "../../seal/index.ts";

type Pair = TestKey["pair"];
const canary = "canary-7f3a9";
const base64 = (text: string): string => Buffer.from(text).toString("base64");

const first = createTestKey("first").pair;
const second = createTestKey("second").pair;
const fingerprintOf = ({ certificate }: Pair): string => parseCertificates(certificate)[0].fingerprint;

function keySecret(name: string, { certificate, privateKey }: Pair): KubeObject {
  const labels = { "sealedsecrets.bitnami.com/sealed-secrets-key": "active" };
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name, namespace: "keys", labels },
    type: "kubernetes.io/tls",
    data: { "tls.crt": base64(certificate), "tls.key": base64(privateKey) },
  };
}

function seal(name: string, { pair, scope = "strict" }: { readonly pair: Pair; readonly scope?: SealingScope }): string {
  const secret = { apiVersion: "v1", kind: "Secret", metadata: { name, namespace: "shop" }, stringData: { a: canary } };
  return stringifyYaml(sealSecret(secret, { certificate: parseCertificates(pair.certificate)[0], scope, allowEmptyData: false }));
}

/** A cluster with a namespace for keys. */
async function createCluster(): Promise<KubeClient> {
  const sandbox = await createSandbox({ clock: systemClock, random: Math.random, definitions: [] });
  const client = createKubeClient({ transport: sandbox.transport(administrator), clock: systemClock }, { userAgent: "test" });
  await create(client, { apiVersion: "v1", kind: "Namespace", metadata: { name: "keys" } });
  return client;
}

async function create(client: KubeClient, object: KubeObject): Promise<void> {
  const { signal } = new AbortController();
  const resource = await client.discovery.findByKind({ group: "", version: "v1", kind: object.kind }, { signal });
  await client.create(resource!, object, { signal });
}

async function run(argv: readonly string[], options: Parameters<typeof createMemorySealWorld>[0]) {
  const world = createMemorySealWorld(options);
  const result = await runCli(["seal", ...argv], { deps: { loadSealWorld: world.loadSealWorld } });
  for (const word of [canary, base64(canary), "PRIVATE KEY", first.privateKey.slice(100, 140)])
    assert.ok(!(result.stdout + result.stderr).includes(word), `The output holds "${word}"`);
  return { ...result, world };
}

describe("sillage seal status", () => {
  const backup = (): string => JSON.stringify({ apiVersion: "v1", kind: "List", items: [keySecret("k1", first), keySecret("k2", second)] });

  it("shows the key of each item and what is lost with it", async () => {
    const files = {
      "keys.json": backup(),
      "a/one.yaml": seal("one", { pair: first }),
      "a/two.yaml": `${seal("two", { pair: second, scope: "cluster-wide" })}---\n${seal("three", { pair: second })}`,
    };
    const { stdout, exitCode } = await run(["status", "a", "--recovery-private-key", "keys.json"], { files });
    const [older, newer] = [fingerprintOf(first), fingerprintOf(second)];
    const want = `SEALEDSECRET  ITEM  SCOPE         ${"KEY".padEnd(newer.length)}  KEY-SINCE   FILE
shop/one      a     strict        ${older}  2026-01-01  a/one.yaml:1
shop/two      a     cluster-wide  ${newer}  2026-01-02  a/two.yaml:1
shop/three    a     strict        ${newer}  2026-01-02  a/two.yaml:19

${"KEY".padEnd(newer.length)}  KEY-SINCE   ITEMS  LOST-WITHOUT-IT
${older}  2026-01-01  1      shop/one
${newer}  2026-01-02  2      shop/two,shop/three
`;
    assert.deepEqual([stdout, exitCode], [want, 0]);
    const data = JSON.parse((await run(["status", "a", "-o", "json"], { files })).stdout) as { readonly keys: unknown };
    assert.deepEqual(data.keys, [
      { key: older, since: "", items: 1, sealedSecrets: ["shop/one"] },
      { key: newer, since: "", items: 2, sealedSecrets: ["shop/two", "shop/three"] },
    ]);
  });

  it("fails when an item cannot be opened", async () => {
    const files = { "key.pem": first.privateKey, "one.yaml": seal("one", { pair: first }), "two.yaml": seal("two", { pair: second }) };
    const { stdout, stderr, exitCode } = await run(["status", ".", "--recovery-private-key", "key.pem"], { files });
    assert.match(stdout, /^shop\/two +a +strict +no key could decrypt secret/m);
    assert.deepEqual([stderr, exitCode], ["Error: 1 of 2 items cannot be opened with these keys\n", 1]);
  });
});

describe("sillage seal backup and restore", () => {
  it("bring the keys of one cluster into another", async () => {
    const [from, to] = await Promise.all([createCluster(), createCluster()]);
    for (const secret of [keySecret("k1", first), keySecret("k2", second)]) await create(from, secret);
    const saved = await run(["backup", "keys.yaml"], { openCluster: async () => from });
    assert.equal(saved.stderr, `2 keys saved: ${fingerprintOf(first)}, ${fingerprintOf(second)}\n`);
    assert.equal(saved.world.modes.get("keys.yaml"), 0o600);

    const files = { "keys.yaml": String(saved.world.files.get("keys.yaml")), "apps/one.yaml": seal("one", { pair: first }) };
    const restored = await run(["restore", "keys.yaml", "--check", "apps"], { files, openCluster: async () => to });
    assert.equal(restored.stdout, `Secret "keys/k1" ${fingerprintOf(first)} restored\nSecret "keys/k2" ${fingerprintOf(second)} restored\n`);
    assert.equal(restored.stderr, "The backup opens all 1 SealedSecrets\n");
    const again = await run(["restore", "keys.yaml"], { files, openCluster: async () => to });
    assert.equal(again.stdout, `Secret "keys/k1" ${fingerprintOf(first)} is there already\nSecret "keys/k2" ${fingerprintOf(second)} is there already\n`);
  });

  it("restore nothing when the backup does not open what is in Git", async () => {
    const files = { "keys.yaml": JSON.stringify(keySecret("k1", first)), "apps/two.yaml": seal("two", { pair: second }) };
    const { stdout, stderr, exitCode } = await run(["restore", "keys.yaml", "--check", "apps"], { files });
    assert.equal(stdout, 'SealedSecret "shop/two" in "apps/two.yaml:1": no key could decrypt secret ("a")\n');
    assert.deepEqual([stderr, exitCode], ["Error: 1 of 1 SealedSecrets cannot be opened with the keys of the backup: nothing was restored\n", 1]);
  });

  it("never overwrite another key", async () => {
    const cluster = await createCluster();
    await create(cluster, keySecret("k1", second));
    const { stderr } = await run(["restore", "keys.yaml"], { files: { "keys.yaml": JSON.stringify(keySecret("k1", first)) }, openCluster: async () => cluster });
    assert.equal(stderr, 'Error: Cannot restore Secret "keys/k1": another Secret has this name\n');
  });

  it("print no key on a terminal", async () => {
    const { stderr, exitCode } = await run(["backup", "-"], { isTerminal: true });
    assert.deepEqual([stderr, exitCode], ["Error: This would print private keys on the terminal: name a file, or add --force\n", 20]);
  });

  it("refuse a damaged backup, quoting nothing", async () => {
    const damaged = { ...keySecret("k1", first), data: { "tls.crt": base64(second.certificate), "tls.key": base64(first.privateKey) } };
    const { stderr } = await run(["restore", "keys.yaml", "--dry-run"], { files: { "keys.yaml": JSON.stringify(damaged) } });
    assert.match(stderr, /^Error: Cannot use the sealing key: its certificate SHA256:\S+ belongs to another private key\n$/);
  });
});

describe("sillage seal lint", () => {
  it("judges what is written and what is rendered", async () => {
    const sealed = seal("db", { pair: first });
    const files = {
      "base/db.yaml": sealed,
      "base/kustomization.yaml": "resources: [db.yaml]\n",
      "prod/kustomization.yaml": "resources: [../base]\nnamePrefix: prod-\n",
      "clear.yaml": `apiVersion: v1\nkind: Secret\nmetadata: {name: clear, namespace: shop}\nstringData: {a: ${canary}}\n`,
      "broken.yaml": `a: *${canary}\n`,
      "chart/Chart.yaml": "name: chart\n",
      "chart/templates/x.yaml": "name: {{ .name }}-x\n",
      "cert.pem": second.certificate,
    };
    const render = async (folder: string) => {
      if (folder === "chart") throw new SillageError("invalid", "It needs values");
      assert.equal(folder, "prod");
      const object = JSON.parse(JSON.stringify(sealSecretObject("prod-db", "db"))) as KubeObject;
      return [{ object, origin: { file: "base/db.yaml", line: 1 } }];
    };
    const { stdout, stderr, exitCode } = await run(["lint", ".", "--cert", "cert.pem"], { files, render });
    const lines = stdout.trimEnd().split("\n");
    assert.deepEqual(
      lines.map((line) => line.split(" ").slice(0, 2).join(" ")),
      ["broken.yaml:1: SEAL-UNREADABLE", "base/db.yaml:1: SEAL-KEY-UNKNOWN", "base/db.yaml:1: SEAL-RENAMED", "clear.yaml:1: SEAL-PLAINTEXT"],
    );
    assert.deepEqual([stderr, exitCode], ['Passed over: chart "chart" cannot be rendered: It needs values\nError: 4 problems\n', 1]);
  });

  it("judges what charts make, and what stands in lists", async () => {
    const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "clear", namespace: "shop" }, stringData: { a: canary } };
    const files = {
      "chart/Chart.yaml": "name: chart\n",
      "list.json": JSON.stringify({ apiVersion: "v1", kind: "List", items: [{ ...secret, metadata: { name: "listed", namespace: "shop" } }] }),
    };
    const render = async () => [{ object: secret, origin: { file: "chart/templates/secret.yaml", line: 3 } }];
    const { stdout, exitCode } = await run(["lint", "."], { files, render });
    const lines = stdout.trimEnd().split("\n");
    assert.deepEqual(
      lines.map((line) => line.split(" ").slice(0, 2).join(" ")),
      ["chart/templates/secret.yaml:3: SEAL-PLAINTEXT", "list.json:1: SEAL-PLAINTEXT"],
    );
    assert.equal(exitCode, 1);
  });

  it("is silent when all is well", async () => {
    const files = { "db.yaml": seal("db", { pair: first }), "cert.pem": first.certificate };
    const { stdout, stderr, exitCode } = await run(["lint", ".", "--cert", "cert.pem"], { files });
    assert.deepEqual([stdout, stderr, exitCode], ["", "", 0]);
  });
});

/** As Kustomize leaves a SealedSecret it renames: the template keeps the name it was sealed for. */
function sealSecretObject(name: string, sealedName: string): KubeObject {
  const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: sealedName, namespace: "shop" }, stringData: { a: canary } };
  const sealed = sealSecret(secret, { certificate: parseCertificates(first.certificate)[0], allowEmptyData: false });
  return { ...sealed, metadata: { ...sealed.metadata, name } };
}
