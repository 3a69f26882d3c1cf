import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createMemorySealWorld } from "../../../test/builders/memory-seal-world.ts";
import { createTestKey, type TestKey } from "../../../test/builders/sealing-key.ts";
import { runCli } from "../../../test/support/run-cli.ts";
import { getList, getString, type KubeObject } from "../../kube/index.ts";
import { parseDocuments } from "../../kube/yaml/index.ts";
import { parseCertificates, parsePrivateKeys, sealSecret, unsealSecret } from "../../seal/index.ts";

const canary = "canary-7f3a9";
const base64 = (text: string | Uint8Array): string => Buffer.from(text).toString("base64");

type Pair = TestKey["pair"];
const oldKey = createTestKey("first").pair;
const newKey = createTestKey("second").pair;

function keySecret(name: string, { certificate, privateKey }: Pair): KubeObject {
  return { apiVersion: "v1", kind: "Secret", metadata: { name }, type: "kubernetes.io/tls", data: { "tls.crt": base64(certificate), "tls.key": base64(privateKey) } };
}

/** A SealedSecret in YAML that no printer would write. */
function seal(name: string, data: Readonly<Record<string, string>>, { certificate }: Pair): string {
  const secret = { apiVersion: "v1", kind: "Secret", metadata: { name, namespace: "shop" }, data };
  const [parsed] = parseCertificates(certificate);
  const sealed = sealSecret(secret, { certificate: parsed, allowEmptyData: true });
  const spec = sealed["spec"] as { encryptedData: Record<string, string> };
  const items = Object.entries(spec.encryptedData).map(([item, text]) => `     ${item}:   ${text} # ${item}\n`);
  return `# about ${name}\nkind:   SealedSecret\napiVersion: bitnami.com/v1alpha1\nmetadata: {namespace: shop, name: ${name}}\nspec:\n   encryptedData:\n${items.join("")}   template: {type:   Opaque}\n`;
}

async function open(text: string, name: string): Promise<unknown> {
  const keys = [oldKey, newKey].flatMap(({ privateKey }) => parsePrivateKeys(privateKey));
  const object = parseDocuments(text, { file: "f" }).find(({ value }) => (value as KubeObject).metadata.name === name)?.value as KubeObject;
  const unsealed = await unsealSecret(object, keys);
  return unsealed.kind === "unsealed" ? { data: unsealed.secret["data"], keys: unsealed.keyFingerprints } : unsealed;
}

type Options = Parameters<typeof createMemorySealWorld>[0];

async function run(argv: readonly string[], options: Options & { readonly answers?: readonly boolean[] }) {
  const keys = { "keys.json": JSON.stringify({ apiVersion: "v1", kind: "List", items: [keySecret("old", oldKey), keySecret("new", newKey)] }), "old.pem": oldKey.privateKey };
  const world = createMemorySealWorld({ ...options, files: { ...keys, ...options.files } });
  const result = await runCli(["seal", ...argv], { deps: { loadSealWorld: world.loadSealWorld }, answers: options.answers ?? [] });
  for (const word of [canary, base64(canary)]) assert.ok(!(result.stdout + result.stderr).includes(word), "The output holds the plaintext");
  return { ...result, world };
}

const fingerprintOf = ({ certificate }: Pair): string => parseCertificates(certificate)[0].fingerprint;
const withoutTexts = (text: string): string => text.replaceAll(/Ag[\w+/=]{40,}/g, "…").replace(/metadata: \{.*\}/g, "metadata: {}");

describe("sillage seal edit", () => {
  const argv = ["edit", "db.yaml", "--recovery-private-key", "keys.json"];
  const binary = Uint8Array.of(0, 255, 1);

  it("seals only what was changed, with the newest key", async () => {
    const text = seal("db", { password: base64(canary), user: base64("ada\n"), blob: base64(binary), gone: base64("x") }, oldKey);
    const edit = (shown: string): string => shown.replace("gone: x\n", "more: ä\n").replace(canary, `${canary}2`);
    const { stdout, stderr, world } = await run(argv, { files: { "db.yaml": text }, edit });
    assert.deepEqual([stdout, stderr], ['SealedSecret "shop/db" in "db.yaml:2": more, password, gone\n', ""]);
    assert.deepEqual(world.edited, [
      `# Change, add or remove items; nothing else is read back. An unchanged text changes nothing.\napiVersion: v1\nkind: Secret\nmetadata:\n  name: db\n  namespace: shop\nstringData:\n  gone: x\n  password: ${canary}\n  user: |\n    ada\ndata:\n  blob: AP8B\n`,
    ]);
    const [older, newer] = [fingerprintOf(oldKey), fingerprintOf(newKey)];
    const after = String(world.files.get("db.yaml"));
    assert.deepEqual(await open(after, "db"), {
      data: { blob: "AP8B", more: base64("ä"), password: base64(`${canary}2`), user: base64("ada\n") },
      keys: { blob: older, more: newer, password: newer, user: older },
    });
    const kept = text.split("\n").filter((line) => /user|blob|about|kind|template/.test(line));
    assert.deepEqual(
      kept.filter((line) => !after.includes(line)),
      [],
    );
  });

  it("leaves the file alone when nothing changed", async () => {
    const text = seal("db", { a: base64("1") }, oldKey);
    for (const edit of [(shown: string) => shown, (shown: string) => `${shown}# a thought\n`]) {
      const { stdout, stderr, world } = await run(argv, { files: { "db.yaml": text }, edit });
      assert.deepEqual([stdout, stderr, world.files.get("db.yaml")], ["", "Nothing was changed\n", text]);
    }
  });

  it("gives a text it cannot read back to the editor, quoting nothing", async () => {
    const text = seal("db", { a: base64("1") }, oldKey);
    let round = 0;
    const edit = (shown: string): string => ((round += 1) === 1 ? `${shown}b: *${canary}\n` : shown.replace(/b: .*\n/, "").replace("a: ", 'b: "2"\n  a: '));
    const { stderr, world } = await run(argv, { files: { "db.yaml": text }, edit, answers: [true] });
    assert.match(stderr, /^Cannot parse "the edited text:\d+:\d+": it is not valid YAML\. Edit again\?\n$/);
    assert.deepEqual(await open(String(world.files.get("db.yaml")), "db"), {
      data: { a: base64("1"), b: base64("2") },
      keys: { a: fingerprintOf(oldKey), b: fingerprintOf(newKey) },
    });
  });

  it("opens nothing without the right key", async () => {
    const { stderr, exitCode } = await run(["edit", "db.yaml", "--recovery-private-key", "old.pem"], { files: { "db.yaml": seal("db", { a: base64("1") }, newKey) } });
    assert.deepEqual([stderr, exitCode], ['Error: Cannot open SealedSecret "shop/db" in "db.yaml:2": no key could decrypt secret ("a")\n', 20]);
  });
});

describe("sillage seal rotate", () => {
  const argv = ["rotate", "apps", "--recovery-private-key", "keys.json"];

  it("encrypts what is old for the newest key and touches nothing else, as one commit", async () => {
    const config = "# mine\nkind:   ConfigMap\napiVersion: v1\nmetadata: {name: c}\n";
    const [one, two, fresh] = [seal("one", { a: base64(canary), b: base64("") }, oldKey), seal("two", { c: base64("3") }, oldKey), seal("fresh", { d: base64("4") }, newKey)];
    const files = {
      "apps/both.yaml": `${one}---\n${config}---\n${two}`,
      "apps/fresh.yaml": fresh,
      "apps/config.yaml": config,
      "apps/chart.yaml": "kind: SealedSecret\nname: {{ .name }}-x\n",
    };
    const { stdout, stderr, world } = await run([...argv, "--commit"], { files });
    assert.equal(stdout, 'SealedSecret "shop/one" in "apps/both.yaml:2": a, b\nSealedSecret "shop/two" in "apps/both.yaml:17": c\n');
    assert.match(stderr, /^Passed over: Cannot parse "apps\/chart.yaml:2:.*\n2 of 3 SealedSecrets encrypted anew\n$/);
    const both = String(world.files.get("apps/both.yaml"));
    assert.equal(withoutTexts(both), withoutTexts(files["apps/both.yaml"]));
    const newer = fingerprintOf(newKey);
    assert.deepEqual(await open(both, "one"), { data: { a: base64(canary), b: "" }, keys: { a: newer, b: newer } });
    assert.deepEqual(await open(both, "two"), { data: { c: base64("3") }, keys: { c: newer } });
    assert.deepEqual([world.files.get("apps/fresh.yaml"), world.commits], [fresh, [{ files: ["apps/both.yaml"], message: "Seal secrets with the newest key" }]]);
    const again = await run([...argv, "--commit"], { files: Object.fromEntries(world.files) });
    assert.deepEqual([again.stdout, again.world.commits, again.world.files.get("apps/both.yaml")], ["", [], both]);
  });

  it("encrypts in lists, too, in YAML and JSON", async () => {
    const items = [
      { kind: "ConfigMap", apiVersion: "v1", metadata: { name: "c" } },
      ...["one", "two"].map((name) => parseDocuments(seal(name, { a: base64(name) }, oldKey), { file: "f" })[0]?.value),
    ];
    const yaml = `# mine\nkind: List\napiVersion: v1\nitems:\n- {kind: ConfigMap, apiVersion: v1, metadata: {name: c}}\n- ${seal("three", { a: base64("3") }, oldKey)
      .split("\n")
      .slice(1, -1)
      .join("\n  ")}\n`;
    const files = { "apps/list.json": JSON.stringify({ apiVersion: "v1", kind: "List", items }, undefined, 2), "apps/list.yaml": yaml };
    const { stdout, stderr, world } = await run(argv, { files });
    assert.equal(
      stdout,
      'SealedSecret "shop/one" in "apps/list.json:1", item 2: a\nSealedSecret "shop/two" in "apps/list.json:1", item 3: a\nSealedSecret "shop/three" in "apps/list.yaml:2", item 2: a\n',
    );
    assert.equal(stderr, "3 of 3 SealedSecrets encrypted anew\n");
    const after = String(world.files.get("apps/list.yaml"));
    assert.equal(withoutTexts(after), withoutTexts(yaml));
    const lists = [after, String(world.files.get("apps/list.json"))].flatMap((text) => getList(parseDocuments(text, { file: "f" })[0]?.value, "items"));
    const opened = await Promise.all(["one", "two", "three"].map((name) => open(JSON.stringify(lists.find((item) => getString(item, "metadata", "name") === name)), name)));
    const keys = { a: fingerprintOf(newKey) };
    assert.deepEqual(
      opened,
      [base64("one"), base64("two"), base64("3")].map((a) => ({ data: { a }, keys })),
    );
  });

  it("writes nothing when one cannot be opened", async () => {
    const files = { "apps/a.yaml": seal("a", { a: base64("1") }, oldKey), "apps/b.yaml": seal("b", { b: base64("2") }, newKey) };
    const { stderr, exitCode, world } = await run(["rotate", "apps", "--recovery-private-key", "old.pem", "--cert", "new.crt"], {
      files: { ...files, "new.crt": newKey.certificate },
    });
    assert.deepEqual([stderr, exitCode], ['Error: Cannot open SealedSecret "shop/b" in "apps/b.yaml:2": no key could decrypt secret ("b")\n', 20]);
    assert.equal(world.files.get("apps/a.yaml"), files["apps/a.yaml"]);
  });

  it("commits nothing together with other changes", async () => {
    const files = { "apps/a.yaml": seal("a", { a: base64("1") }, oldKey) };
    const { stderr, world } = await run([...argv, "--commit"], { files, changed: ["apps/a.yaml"] });
    assert.equal(stderr, 'Error: Cannot commit: "apps/a.yaml" had changes before; commit or undo them first\n');
    assert.deepEqual([world.files.get("apps/a.yaml"), world.commits], [files["apps/a.yaml"], []]);
  });
});
