import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { chmod, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { before, describe, it } from "node:test";
import { createTestKey } from "../../test/builders/sealing-key.ts";
import { runCli } from "../../test/support/run-cli.ts";
import { makeTempFolder } from "../../test/support/temp-folder.ts";
import { findTool } from "../../tools/find-tool.ts";
import { systemClock } from "../async/index.ts";
import { exec } from "../exec/index.ts";
import type { KubeObject } from "../kube/index.ts";
import { parseDocuments, stringifyYaml } from "../kube/yaml/index.ts";
import { sealSecret, unsealSecret } from "../seal/index.ts";
import { readEnvironment } from "./environment.ts";
import { createSealWorld } from "./seal-world.ts";

const canary = "canary-7f3a9";
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const { pair, key } = createTestKey("first");
const newer = createTestKey("second");

describe("sillage seal on a real machine", () => {
  let folder: string;
  const at = (name: string): string => path.join(folder, name);

  before(async () => {
    folder = makeTempFolder();
    await writeFile(at("cert.pem"), pair.certificate);
    await writeFile(at("key.pem"), pair.privateKey, { mode: 0o600 });
    await writeFile(at("new.pem"), newer.pair.privateKey, { mode: 0o600 });
    await writeFile(at("new-cert.pem"), newer.pair.certificate);
  });

  async function run(argv: readonly string[], editor = "false") {
    const environment = { ...readEnvironment(), kubeconfig: "/nowhere", editor };
    const result = await runCli(["seal", ...argv], { deps: { loadSealWorld: async () => createSealWorld({ clock: systemClock, environment }) } });
    for (const word of [canary, base64(canary)]) assert.ok(!(result.stdout + result.stderr).includes(word), "The output holds the plaintext");
    return result;
  }

  async function git(...args: readonly string[]): Promise<string> {
    const identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"];
    const { exitCode, stdout, stderr } = await exec("git", [...identity, ...args], { cwd: folder, signal: AbortSignal.timeout(30_000) });
    assert.equal(exitCode, 0, stderr);
    return stdout.toString("utf8");
  }

  const secretOf = (name: string): KubeObject => ({ apiVersion: "v1", kind: "Secret", metadata: { name, namespace: "shop" }, data: { password: base64(canary) } });
  const sealOne = (name: string): string => stringifyYaml(sealSecret(secretOf(name), { certificate: key.certificate, allowEmptyData: false }));

  it("opens what kubeseal sealed, and kubeseal what we sealed", async (test) => {
    const kubeseal = await findTool("kubeseal");
    if (kubeseal.kind === "missing") return test.skip(kubeseal.reason);
    const call = async (args: readonly string[], input: string): Promise<string> => {
      const { exitCode, stdout, stderr } = await exec(kubeseal.path, args, { input, signal: AbortSignal.timeout(30_000) });
      assert.equal(exitCode, 0, stderr);
      return stdout.toString("utf8");
    };
    for (const scope of ["strict", "namespace-wide", "cluster-wide"]) {
      await writeFile(at("secret.json"), JSON.stringify(secretOf("db")));
      assert.equal((await run(["-f", at("secret.json"), "-w", at("ours.yaml"), "--cert", at("cert.pem"), "--scope", scope])).exitCode, 0);
      const opened = JSON.parse(await call(["--recovery-unseal", "--recovery-private-key", at("key.pem")], await readFile(at("ours.yaml"), "utf8"))) as KubeObject;
      assert.deepEqual(opened["data"], { password: base64(canary) });

      await writeFile(at("theirs.json"), await call(["--cert", at("cert.pem"), "--scope", scope], JSON.stringify(secretOf("db"))));
      const argv = ["--recovery-unseal", "--recovery-private-key", at("key.pem"), "-f", at("theirs.json"), "-w", at("opened.json")];
      assert.deepEqual([(await run(argv)).stderr, (JSON.parse(await readFile(at("opened.json"), "utf8")) as KubeObject)["data"]], ["", { password: base64(canary) }]);
      assert.equal((await stat(at("opened.json"))).mode & 0o777, 0o600);
    }
  });

  it("edits in a private file that is gone afterwards, whatever the editor does", async () => {
    await writeFile(at("edit.yaml"), sealOne("edit"));
    const script = `#!/bin/sh
stat -c '%a' "$1" "$(dirname "$1")" > ${at("seen")}
echo "$1" >> ${at("seen")}
cp "$1" "$1~"
sed -i 's/${canary}/${canary}-changed/' "$1"
`;
    await writeFile(at("editor"), script);
    await chmod(at("editor"), 0o755);
    const argv = ["edit", at("edit.yaml"), "--recovery-private-key", at("key.pem"), "--cert", at("cert.pem")];
    assert.equal((await run(argv, at("editor"))).exitCode, 0);
    const [mode, folderMode, file = ""] = (await readFile(at("seen"), "utf8")).split("\n");
    assert.deepEqual([mode, folderMode, existsSync(path.dirname(file))], ["600", "700", false]);
    const [document] = parseDocuments(await readFile(at("edit.yaml"), "utf8"), { file: "edit.yaml" });
    const unsealed = await unsealSecret(document?.value as KubeObject, [key]);
    assert.deepEqual(unsealed.kind === "unsealed" && unsealed.secret["data"], { password: base64(`${canary}-changed`) });

    const failed = await run(argv, "false");
    assert.deepEqual([failed.stderr, failed.exitCode], ['Error: The editor "false" ended with exit code 1: nothing was changed\n', 130]);
  });

  it("finds what Kustomize renamed after sealing", async () => {
    const files = { "base/db.yaml": sealOne("db"), "base/kustomization.yaml": "resources: [db.yaml]\n", "prod/Kustomization": "resources: [../base]\nnamePrefix: prod-\n" };
    for (const [name, text] of Object.entries(files)) {
      await mkdir(path.dirname(at(`lint/${name}`)), { recursive: true });
      await writeFile(at(`lint/${name}`), text);
    }
    const { stdout, stderr, exitCode } = await run(["lint", at("lint"), "--cert", at("cert.pem")]);
    assert.ok(stdout.startsWith(`${at("lint/base/db.yaml")}:1: SEAL-RENAMED SealedSecret "shop/prod-db" was sealed for "shop/db"`), stdout);
    assert.deepEqual([stderr, exitCode], ["Error: 1 problem\n", 1]);
  });

  it("rotates 200 SealedSecrets of a repository as one commit that changes nothing else", async () => {
    const names = Array.from({ length: 200 }, (_, index) => `secret-${index}`);
    await mkdir(at("apps"));
    const file = (name: string): string => at(`apps/${name}.yaml`);
    const other = "# not mine\nkind:   ConfigMap\napiVersion: v1\nmetadata: {name: c}\n";
    for (const name of names) await writeFile(file(name), `${other}---\n# ${name}\n${sealOne(name)}`);
    await git("init", "--quiet", "--initial-branch=main");
    await git("config", "user.name", "Ada");
    await git("config", "user.email", "ada@example.com");
    await git("add", "apps");
    await git("commit", "--quiet", "-m", "Start");
    await writeFile(at("apps/unrelated.yaml"), other);

    const keys = ["--recovery-private-key", `${at("new.pem")},${at("key.pem")}`, "--cert", at("new-cert.pem")];
    const rotated = await run(["rotate", at("apps"), ...keys, "--commit"]);
    assert.deepEqual([rotated.stderr, rotated.exitCode], ["200 of 200 SealedSecrets encrypted anew\n", 0]);
    assert.equal((await git("log", "--format=%s")).trim(), "Seal secrets with the newest key\nStart");
    assert.equal((await git("status", "--porcelain", "apps")).trim(), "?? apps/unrelated.yaml");
    assert.equal((await git("diff", "--numstat", "HEAD~1")).split("\n").filter((line) => line.startsWith("2\t2\t")).length, 200);
    for (const name of names) {
      const text = await readFile(file(name), "utf8");
      assert.ok(text.startsWith(`${other}---\n# ${name}\n`));
      const object = parseDocuments(text, { file: name })[1]?.value as KubeObject;
      const unsealed = await unsealSecret(object, [newer.key]);
      assert.deepEqual(unsealed.kind === "unsealed" && unsealed.secret["data"], { password: base64(canary) });
    }
  });
});
