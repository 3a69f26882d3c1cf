import assert from "node:assert/strict";
import { readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeEach, describe, it } from "node:test";
import { emptyLocalConfig, resolveContext } from "../cli/connection/index.ts";
import { makeTempFolder } from "../../test/support/temp-folder.ts";
import { createLocalConfigStore, renewContext, writeContext } from "./context-file.ts";
import { readEnvironment } from "./environment.ts";

const argocd = "contexts: [{name: work, server: a, user: work}]\ncurrent-context: work\nservers: [{server: a}]\nusers: [{name: work, auth-token: t}]\n";

describe("The file of contexts", () => {
  let files: { readonly contextFile: string; readonly argocdContextFile: string };
  beforeEach(() => {
    const folder = makeTempFolder();
    files = { contextFile: path.join(folder, "sillage", "config"), argocdContextFile: path.join(folder, "argocd") };
  });

  it("is that of argocd while there is none of ours", async () => {
    const store = createLocalConfigStore(files);
    assert.deepEqual(await store.read(undefined), emptyLocalConfig);
    await writeFile(files.argocdContextFile, argocd);
    assert.equal(resolveContext(await store.read(undefined))?.user.authToken, "t");
    await store.write({ ...(await store.read(undefined)), currentContext: "" }, undefined);
    assert.equal((await store.read(undefined)).currentContext, "");
    assert.equal(await readFile(files.argocdContextFile, "utf8"), argocd, "not ours to change");
  });

  it("is for its owner only", async () => {
    await writeContext(files.contextFile, { server: "http://127.0.0.1:8080", token: "secret" });
    assert.equal((await stat(files.contextFile)).mode & 0o777, 0o600);
    assert.equal((await stat(path.dirname(files.contextFile))).mode & 0o777, 0o700);
  });

  it("follows a local server, and people who go elsewhere", async () => {
    const store = createLocalConfigStore(files);
    await writeContext(files.contextFile, { server: "http://127.0.0.1:8080", token: "one" });
    assert.deepEqual((await store.read(undefined)).currentContext, "127.0.0.1:8080");
    await store.write({ ...(await store.read(undefined)), currentContext: "" }, undefined);
    await renewContext(files.contextFile, { server: "http://127.0.0.1:8080", token: "two" });
    const renewed = await store.read(undefined);
    assert.deepEqual([renewed.currentContext, renewed.users[0]?.authToken], ["", "two"]);
  });

  it("says when it cannot be read", async () => {
    await writeFile(files.argocdContextFile, "a: [");
    await assert.rejects(createLocalConfigStore(files).read(undefined), { code: "invalid", message: /^Cannot read ".+": repair it, or remove it and log in again$/ });
    await assert.rejects(createLocalConfigStore(files).read(path.dirname(files.argocdContextFile)), { code: "invalid" });
  });
});

describe("The environment", () => {
  it("may hold flags, and what argocd's names say", () => {
    const given = { ARGOCD_OPTS: '--insecure --header "X-Team: a b"  --server=x', ARGOCD_SERVER: "a", ARGOCD_AUTH_TOKEN: "t", ARGOCD_CONFIG_DIR: "/c", SILLAGE_SERVER: "" };
    const before = { ...process.env };
    Object.assign(process.env, given);
    try {
      const { extraFlags, server, authToken, argocdContextFile, namespace } = readEnvironment();
      assert.deepEqual([extraFlags, server, authToken, argocdContextFile, namespace], [["--insecure", "--header", "X-Team: a b", "--server=x"], "a", "t", "/c/config", "argocd"]);
    } finally {
      for (const name of Object.keys(given)) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
    }
  });
});
