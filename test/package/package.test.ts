import assert from "node:assert/strict";
import { readdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { it } from "node:test";
import { exec } from "../../src/exec/index.ts";
import { makeTempFolder } from "../support/temp-folder.ts";

const root = path.resolve(import.meta.dirname, "../..");

it("works from the npm package as from the checkout", { timeout: 120_000 }, async () => {
  const folder = makeTempFolder();
  const signal = AbortSignal.timeout(110_000);
  const pack = await exec("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: root, signal });
  assert.equal(pack.exitCode, 0, pack.stderr);
  const [archive = ""] = readdirSync(folder);
  assert.equal((await exec("tar", ["-xzf", path.join(folder, archive), "-C", folder], { signal })).exitCode, 0);
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "package", "node_modules"));

  const sillage = (...args: readonly string[]) => exec(process.execPath, [path.join(folder, "package", "bin", "sillage.js"), ...args], { signal });
  const version = await sillage("version", "--client");
  assert.match(version.stdout.toString(), /^sillage: \d+\.\d+\.\d+\n$/, version.stderr);
  const render = await sillage("render", path.join(root, "examples/kubernetes/overlays/staging/backend"));
  assert.match(render.stdout.toString(), /kind: Deployment/, render.stderr);
});
