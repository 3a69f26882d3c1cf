import assert from "node:assert/strict";
import { chmod, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { after, before, describe, it } from "node:test";
import { exec } from "../../src/exec/index.ts";
import { getField, getString } from "../../src/kube/index.ts";
import { findTool } from "../../tools/find-tool.ts";
import { eventually } from "../support/eventually.ts";
import { makeTempFolder } from "../support/temp-folder.ts";
import { createWorld, type World } from "./world.ts";

describe("A Secret on its way through Git", { timeout: 120_000 }, () => {
  let world: World;
  before(async () => {
    world = await createWorld();
  });
  after(async () => world.close());

  it("is created, sealed, committed and unsealed with the four steps of the guide", async () => {
    const { folder } = world.repository;
    const shell = await openShell(folder, { SILLAGE_SERVER: world.server.url, KUBECONFIG: world.target.kubeconfig });
    await eventually(async () => assert.equal((await fetch(`${world.server.url}/v1/cert.pem`)).status, 200));

    await shell("kubectl create secret generic my-secret --from-literal=KEY=value --dry-run=client -o yaml | sillage seal --format yaml > my-sealed-secret.yaml");
    const sealed = await readFile(path.join(folder, "my-sealed-secret.yaml"), "utf8");
    assert.ok(sealed.startsWith("apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\n"));
    await shell("sillage seal --validate < my-sealed-secret.yaml");

    await world.repository.commit("Add the secret", { "secrets/my-sealed-secret.yaml": sealed });
    await world.createApplication("secrets", "secrets");
    await world.waitForApplication("secrets", { sync: "Synced", health: "Healthy" });
    const secret: unknown = JSON.parse(await world.kubectl.ok(["get", "secret", "my-secret", "-n", "default", "-o", "json"]));
    assert.deepEqual([getField(secret, "data"), getString(secret, "metadata", "ownerReferences", 0, "kind")], [{ KEY: "dmFsdWU=" }, "SealedSecret"]);

    await shell("sillage seal rotate secrets");
    assert.equal(await readFile(path.join(folder, "secrets/my-sealed-secret.yaml"), "utf8"), sealed);
    await shell(
      "printf value2 > value && kubectl create secret generic my-secret --from-file=KEY=value --dry-run=client -o yaml | sillage seal --merge-into secrets/my-sealed-secret.yaml && rm value",
    );
    await world.repository.commitAll("Change the secret");
    await eventually(async () => assert.equal(await world.kubectl.ok(["get", "secret", "my-secret", "-n", "default", "-o", "jsonpath={.data.KEY}"]), "dmFsdWUy"));
  });
});

/** A shell with `kubectl` and `sillage` on its path, in a folder. */
async function openShell(folder: string, env: Readonly<Record<string, string>>): Promise<(line: string) => Promise<void>> {
  const programs = makeTempFolder();
  const kubectl = await findTool("kubectl");
  assert.ok(kubectl.kind === "found");
  const sillage = path.join(programs, "sillage");
  await writeFile(sillage, `#!/bin/sh\nexec "${process.execPath}" "${path.resolve(import.meta.dirname, "../../bin/sillage.js")}" "$@"\n`);
  await chmod(sillage, 0o755);
  const PATH = [programs, path.dirname(kubectl.path), process.env["PATH"] ?? ""].join(path.delimiter);
  return async (line) => {
    const { exitCode, stderr } = await exec("bash", ["-c", `set -o pipefail; ${line}`], {
      cwd: folder,
      env: { ...env, PATH, SILLAGE_CONFIG: path.join(programs, "config") },
      signal: AbortSignal.timeout(60_000),
    });
    assert.equal(exitCode, 0, `${line}: ${stderr}`);
  };
}
