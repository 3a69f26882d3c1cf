import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createMemorySealWorld } from "../../../test/builders/memory-seal-world.ts";
import { createTestKey } from "../../../test/builders/sealing-key.ts";
import { runCli } from "../../../test/support/run-cli.ts";
import { systemClock } from "../../async/index.ts";
import type { KubeObject } from "../../kube/index.ts";
import { parseDocuments } from "../../kube/yaml/index.ts";
import { generateSealingKey, parsePrivateKeys, resealSecret, unsealSecret } from "../../seal/index.ts";

/** Must never be seen anywhere but in what `--recovery-unseal` prints. */
const canary = "canary-7f3a9";
const canaries = [canary, Buffer.from(canary).toString("base64")];

const secret = `apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\n  namespace: shop\n  labels: {app: db}\nstringData:\n  password: ${canary}\n`;
const unplaced = `apiVersion: v1\ndata:\n  KEY: ${canaries[1]}\nkind: Secret\nmetadata:\n  name: my-secret\n`;

const { certificate: cert, privateKey: key } = createTestKey("first").pair;

interface Run {
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly world?: Parameters<typeof createMemorySealWorld>[0];
}

/** A run beside a certificate and a private key; nothing it says may hold the canary. */
async function run(argv: readonly string[], { files = {}, world: options = {} }: Run = {}) {
  const world = createMemorySealWorld({ ...options, files: { "cert.pem": cert, "key.pem": key, ...files } });
  const result = await runCli(["seal", ...argv], { deps: { loadSealWorld: world.loadSealWorld } });
  const said = argv.includes("--recovery-unseal") ? result.stderr : result.stdout + result.stderr;
  for (const word of canaries) assert.ok(!said.includes(word), `The output holds the plaintext: ${said}`);
  return { ...result, world };
}

async function open(text: string): Promise<readonly KubeObject[]> {
  const opened = [];
  for (const { value } of parseDocuments(text, { file: "output" })) {
    const unsealed = await unsealSecret(value as KubeObject, parsePrivateKeys(key));
    assert.ok(unsealed.kind === "unsealed", unsealed.kind === "failed" ? unsealed.message : "");
    opened.push(unsealed.secret);
  }
  return opened;
}

const opened = { apiVersion: "v1", kind: "Secret", metadata: { name: "db", namespace: "shop", labels: { app: "db" } }, data: { password: canaries[1] } };

describe("sillage seal", () => {
  it("seals what kubectl makes, for the namespace default, and says so", async () => {
    const { stdout, stderr, exitCode } = await run(["--format", "yaml", "--cert", "cert.pem"], { files: { "-": unplaced } });
    assert.deepEqual([stderr, exitCode], ['Secret "my-secret" names no namespace: sealed for "default", use --namespace for another\n', 0]);
    assert.deepEqual(await open(stdout), [{ apiVersion: "v1", kind: "Secret", metadata: { name: "my-secret", namespace: "default" }, data: { KEY: canaries[1] } }]);
  });

  it("takes the namespace of the flag, the Secret, the kubeconfig, in this order", async () => {
    const namespaces = [];
    for (const [text, flags] of [
      [secret, ["-n", "a"]],
      [secret, []],
      [unplaced, []],
      [unplaced, ["--scope", "cluster-wide"]],
    ] as const) {
      const { stdout } = await run(["--cert", "cert.pem", ...flags], { files: { "-": text }, world: { namespace: "mine" } });
      namespaces.push((JSON.parse(stdout) as KubeObject).metadata.namespace);
    }
    assert.deepEqual(namespaces, ["a", "shop", "mine", undefined]);
  });

  it("keeps several documents, as YAML documents or a JSON list", async () => {
    const files = { "-": `${secret}---\n# another\n${secret.replace("name: db", "name: db2")}` };
    const yaml = await run(["-o", "yaml", "--cert", "cert.pem"], { files });
    const want = [opened, { ...opened, metadata: { ...opened.metadata, name: "db2" } }];
    assert.deepEqual(await open(yaml.stdout), want);
    const list = JSON.parse((await run(["--cert", "cert.pem"], { files })).stdout) as { kind: string; items: unknown[] };
    assert.deepEqual([list.kind, await open(list.items.map((item) => JSON.stringify(item)).join("\n---\n"))], ["List", want]);
  });

  it("reads and writes files, YAML when the name says so", async () => {
    const { stdout, world } = await run(["--cert", "cert.pem", "-f", "in.yaml", "-w", "out.yaml"], { files: { "in.yaml": secret } });
    assert.deepEqual([stdout, await open(String(world.files.get("out.yaml")))], ["", [opened]]);
    assert.match(String(world.files.get("out.yaml")), /^apiVersion: bitnami/);
  });

  it("asks the controller for the certificate, and prints it", async () => {
    const world = { answer: async ({ path }: { path: string }) => ({ status: 200, text: path === "/v1/cert.pem" ? cert : "" }) };
    assert.equal((await run(["--fetch-cert"], { world })).stdout, cert);
    assert.deepEqual(await open((await run([], { files: { "-": secret }, world })).stdout), [opened]);
  });

  it("seals one value", async () => {
    const { stdout } = await run(["--raw", "--from-file", "password=p.txt", "--name", "db", "-n", "shop", "--cert", "cert.pem"], { files: { "p.txt": canary } });
    const sealed = { apiVersion: "bitnami.com/v1alpha1", kind: "SealedSecret", metadata: { name: "db", namespace: "shop" }, spec: { encryptedData: { password: stdout } } };
    assert.deepEqual((await open(JSON.stringify(sealed)))[0]?.["data"], opened.data);
  });

  it("opens what it sealed, with a PEM key or a key Secret", async () => {
    const { stdout } = await run(["--cert", "cert.pem"], { files: { "-": secret } });
    const keySecret = {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "k" },
      data: { "tls.crt": Buffer.from(cert).toString("base64"), "tls.key": Buffer.from(key).toString("base64") },
    };
    const files = { "-": stdout, "list.json": JSON.stringify({ apiVersion: "v1", kind: "List", items: [keySecret] }) };
    for (const keys of ["key.pem", "list.json"]) assert.deepEqual(JSON.parse((await run(["--recovery-unseal", "--recovery-private-key", keys], { files })).stdout), opened);
  });

  it("prints no secret on a terminal unless forced", async () => {
    const files = { "-": (await run(["--cert", "cert.pem"], { files: { "-": secret } })).stdout };
    const argv = ["--recovery-unseal", "--recovery-private-key", "key.pem"];
    const world = { isTerminal: true };
    const refused = await run(argv, { files, world });
    assert.deepEqual(
      [refused.stdout, refused.stderr, refused.exitCode],
      ["", "Error: This would print secrets on the terminal: send the output to a file or a pipe, or add --force\n", 20],
    );
    assert.deepEqual(JSON.parse((await run([...argv, "--force"], { files, world })).stdout), opened);
    const written = await run([...argv, "-w", "out.json"], { files, world });
    assert.deepEqual([written.exitCode, written.world.modes.get("out.json")], [0, 0o600]);
  });
});

describe("sillage seal --merge-into", () => {
  const other = "# mine\napiVersion:   v1\nkind: ConfigMap\nmetadata: {name: a}\n";

  it("adds and replaces items, and keeps every other byte", async () => {
    const sealed = (await run(["-o", "yaml", "--cert", "cert.pem"], { files: { "-": secret } })).stdout.replace("spec:", "spec: # sealed");
    const addition = `apiVersion: v1\nkind: Secret\nmetadata: {name: whatever}\nstringData: {user: ada}\n`;
    const { stdout, world } = await run(["--merge-into", "db.yaml", "--cert", "cert.pem"], { files: { "-": addition, "db.yaml": `${other}---\n${sealed}` } });
    const merged = String(world.files.get("db.yaml"));
    assert.equal(stdout, "");
    assert.equal(merged.replace(/^    user: .*\n/m, ""), `${other}---\n${sealed}`);
    assert.deepEqual(await open(merged.slice(merged.indexOf("---\n") + 4)), [{ ...opened, data: { password: canaries[1], user: "YWRh" } }]);
  });

  it("refuses another scope", async () => {
    const sealed = (await run(["-o", "yaml", "--cert", "cert.pem"], { files: { "-": secret } })).stdout;
    const { stderr } = await run(["--merge-into", "db.yaml", "--scope", "cluster-wide", "--cert", "cert.pem"], { files: { "-": secret, "db.yaml": sealed } });
    assert.equal(stderr, 'Error: Cannot merge with scope cluster-wide: SealedSecret "shop/db" in "db.yaml:1" has scope strict, and its items cannot differ in that\n');
  });
});

describe("sillage seal asks the controller", () => {
  it("whether it can open, and to encrypt anew", async () => {
    const files = { "-": (await run(["--cert", "cert.pem"], { files: { "-": secret } })).stdout };
    const newer = createTestKey("second");
    const { certificate } = newer.key;
    let isBusy = true;
    const world = {
      async answer({ path, body }: { readonly path: string; readonly body?: string }) {
        if (path === "/v1/verify") return { status: 200, text: "" };
        if (isBusy) {
          isBusy = false;
          return { status: 429, text: "" };
        }
        const resealed = await resealSecret(JSON.parse(body ?? ""), { keys: parsePrivateKeys(key), certificate });
        assert.ok(resealed.kind === "resealed");
        return { status: 200, text: JSON.stringify({ ...resealed.sealedSecret, status: {} }) };
      },
    };
    const valid = await run(["--validate"], { files, world });
    assert.deepEqual([valid.stdout, valid.stderr, valid.exitCode], ["", "", 0]);
    const rotated = await run(["--re-encrypt"], { files, world });
    const unsealed = await unsealSecret(JSON.parse(rotated.stdout), [newer.key]);
    assert.deepEqual(unsealed.kind === "unsealed" && unsealed.secret, opened);
    assert.equal("status" in JSON.parse(rotated.stdout), false);
  });

  it("and fails when the controller cannot open it", async () => {
    const files = { "-": (await run(["--cert", "cert.pem"], { files: { "-": secret } })).stdout };
    const world = { answer: async () => ({ status: 409, text: "" }) };
    for (const mode of ["--validate", "--re-encrypt"]) {
      const { stdout, stderr, exitCode } = await run([mode], { files, world });
      assert.deepEqual([stdout, stderr, exitCode], ["", 'Error: The controller cannot open SealedSecret "shop/db" in "standard input:1"\n', 20]);
    }
  });
});

describe("sillage seal refuses", () => {
  const certFlags = ["--cert", "cert.pem"];
  const cases: readonly { readonly name: string; readonly argv?: readonly string[]; readonly input: string; readonly want: string }[] = [
    { name: "no YAML, and quotes nothing", input: `a: *${canary}\n`, want: 'Cannot parse "standard input:1:17": it is not valid YAML' },
    { name: "another kind", input: "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n", want: 'Document "standard input:1" is not a Secret' },
    { name: "an empty input", input: "# nothing\n", want: 'There is no Secret in "standard input"' },
    { name: "no data", input: "apiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: b}\n", want: 'Document "standard input:1": Cannot seal Secret "b/a": it has no data' },
    {
      name: "data that is not base64, by document and item",
      input: `${secret}---\n\n${secret.replace("stringData", "data")}`,
      want: 'Document "standard input:11": Cannot seal Secret "shop/db": data "password" is not base64',
    },
    { name: "two modes", argv: ["--raw", "--validate"], input: "", want: "Give only one of --fetch-cert, --raw, --merge-into, --re-encrypt, --validate and --recovery-unseal" },
    { name: "a value without a name", argv: ["--raw", "--cert", "cert.pem"], input: canary, want: "--raw with the scope strict needs --name" },
    { name: "a name for two", argv: ["--name", "a", "--cert", "cert.pem"], input: `${secret}---\n${secret}`, want: '--name is for one Secret, and "standard input" holds 2' },
    { name: "no certificate", argv: ["--cert", "none.pem"], input: secret, want: 'Cannot read "none.pem"' },
    { name: "opening without keys", argv: ["--recovery-unseal"], input: secret, want: "No private key: give --recovery-private-key with PEM files or key Secrets, or `cluster`" },
    { name: "opening what is not sealed", argv: ["--recovery-unseal", "--recovery-private-key", "key.pem"], input: secret, want: 'There is no SealedSecret in "standard input"' },
  ];
  for (const { name, argv = certFlags, input, want } of cases) {
    it(name, async () => {
      const { stdout, stderr, exitCode } = await run(argv, { files: { "-": input } });
      assert.deepEqual([stdout, stderr.replace(/^Secret .*\n/, ""), exitCode], ["", `Error: ${want}\n`, 20]);
    });
  }

  it("an expired certificate", async () => {
    const old = await generateSealingKey({ notBefore: systemClock.now() - 2_000_000, validForMs: 1_000_000 });
    const { stderr } = await run(certFlags, { files: { "-": secret, "cert.pem": old.certificate } });
    assert.match(stderr, /^Error: Cannot seal with an expired certificate: it was valid until \d{4}-\d\d-\d\d\n$/);
  });

  it("the wrong key, and says which item", async () => {
    const sealed = (await run(certFlags, { files: { "-": secret } })).stdout;
    const moved = sealed.replaceAll('"shop"', '"other"');
    const { stdout, stderr } = await run(["--recovery-unseal", "--recovery-private-key", "key.pem"], { files: { "-": moved } });
    assert.deepEqual([stdout, stderr], ["", 'Error: Cannot open SealedSecret "other/db" in "standard input:1": no key could decrypt secret ("password")\n']);
  });
});
