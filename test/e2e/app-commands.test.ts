import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { after, before, describe, it } from "node:test";
import { getString } from "../../src/kube/index.ts";
import { parseDocuments } from "../../src/kube/yaml/index.ts";
import { eventually } from "../support/eventually.ts";
import { makeTempFolder } from "../support/temp-folder.ts";
import { configMap, deployment } from "./shop.ts";
import { createWorld, type World } from "./world.ts";

const namespace = "e2e-commands";

/** `sillage app …` against the real server: what the in-process tests cannot know, each command where it touches the cluster. */
describe("The app commands", { timeout: 300_000 }, () => {
  let world: World;
  const contexts = path.join(makeTempFolder(), "contexts");
  before(async () => {
    world = await createWorld({ env: { SILLAGE_CONFIG: contexts } });
    await world.repository.commit("Begin", { "web/deployment.yaml": deployment({ replicas: 1 }), "web/settings.json": configMap("settings", { colour: "blue" }) });
    const where = ["--repo", world.git.repositoryUrl, "--path", "web", "--dest-namespace", namespace, "--sync-option", "CreateNamespace=true"];
    assert.equal(await app("create", "commands", "--revision", "main", ...where), "application 'commands' created\n");
    await app("sync", "commands", "-o", "name");
  });
  after(async () => {
    await world.kubectl.run(["delete", "namespace", namespace, "--ignore-not-found", "--wait=false"]);
    await world.close();
  });

  /** One command that must end so; its standard output. */
  async function app(...args: readonly string[]): Promise<string> {
    const code = args[0] === "diff" ? [0, 1] : [0];
    const { stdout, stderr, exitCode } = await world.sillage("app", ...args);
    assert.ok(code.includes(exitCode), `sillage app ${args.join(" ")} ended with ${exitCode}\n${stdout}${stderr}`);
    return stdout;
  }
  const colour = (): Promise<string> => world.kubectl.ok(["get", "configmap", "settings", "-n", namespace, "-o", "jsonpath={.data.colour}"]);

  it("sync single resources, and say when there are none such", async () => {
    await world.repository.commit("Paint", { "web/settings.json": configMap("settings", { colour: "red" }) });
    await app("get", "commands", "--refresh");
    await app("sync", "commands", "--resource", "apps:Deployment:web", "-o", "name");
    assert.equal(await colour(), "blue");
    await app("sync", "commands", "--resource", "!*:Deployment:*", "-o", "name");
    assert.equal(await colour(), "red");
    const { stderr, exitCode } = await world.sillage("app", "sync", "commands", "--resource", ":Secret:*");
    assert.deepEqual([stderr, exitCode], ["Error: No matching app resources found for resource filter: :Secret:*\n", 1]);
  });

  it("compare and sync a folder of this machine", async () => {
    const folder = makeTempFolder();
    mkdirSync(path.join(folder, "web"));
    writeFileSync(path.join(folder, "web/deployment.yaml"), deployment({ replicas: 1 }));
    writeFileSync(path.join(folder, "web/settings.json"), configMap("settings", { colour: "green" }));
    const local = ["--local", path.join(folder, "web"), "--local-repo-root", folder];
    const difference = await app("diff", "commands", ...local);
    assert.match(difference, /^\n===== \/ConfigMap e2e-commands\/settings ======\n[^]*-  colour: red\n\+  colour: green\n$/);
    await app("sync", "commands", ...local, "-o", "name");
    assert.equal(await colour(), "green");
    assert.match(await app("diff", "commands", "--revision", "main"), /-  colour: green\n\+  colour: red\n/);
    await app("sync", "commands", "-o", "name");
    assert.equal(await app("diff", "commands"), "");
  });

  it("print what is in Git and what is in the cluster", async () => {
    const kinds = (text: string): readonly string[] => parseDocuments(text, { file: "manifests" }).map(({ value }) => getString(value, "kind") ?? "");
    assert.deepEqual(kinds(await app("manifests", "commands")).toSorted(), ["ConfigMap", "Deployment"]);
    assert.deepEqual(kinds(await app("manifests", "commands", "--source", "live")).toSorted(), ["ConfigMap", "Deployment"]);
    assert.match(await app("resources", "commands", "--output", "tree"), /apps +Deployment +e2e-commands +web +No\napps +└─ReplicaSet/);
    assert.match(await app("get", "commands", "-o", "tree"), /\nDeployment\/web +Synced[^]*└─ReplicaSet\/web-/);
    assert.match(await app("get-resource", "commands", "--kind", "Deployment", "--filter-fields", "spec.replicas"), /^FIELD +RESOURCE NAME +VALUE\nspec\.replicas +web +1\n$/);
  });

  it("act on live objects", async () => {
    assert.match(await app("actions", "list", "commands", "--kind", "Deployment"), /\napps +Deployment +web +restart +false\n/);
    await app("actions", "run", "commands", "restart", "--kind", "Deployment");
    const restarted = ["get", "deployment", "web", "-n", namespace, "-o", "jsonpath={.spec.template.metadata.annotations}"];
    assert.match(await world.kubectl.ok(restarted), /restartedAt/);
    assert.equal(
      await app("patch-resource", "commands", "--kind", "ConfigMap", "--resource-name", "settings", "--patch", '{"data": {"colour": "grey"}}'),
      "Resource 'settings' patched\n",
    );
    assert.equal(await colour(), "grey");
    assert.equal(await app("delete-resource", "commands", "--kind", "ConfigMap", "--resource-name", "settings"), "Resource 'settings' deleted\n");
    await app("sync", "commands", "-o", "name");
    assert.equal(await colour(), "red");
  });

  it("change what is deployed", async () => {
    const { stderr, exitCode } = await world.sillage("app", "set", "commands", "--kustomize-image", "web:2");
    assert.deepEqual([stderr, exitCode], ['Error: application spec for commands is invalid: InvalidSpecError: No kustomization file in "web"\n', 20]);
    assert.equal(await app("set", "commands", "--directory-recurse", "--sync-policy", "auto", "--self-heal=false"), "application 'commands' updated\n");
    assert.equal(await app("unset", "commands", "--ref"), "application 'commands' updated\n");
    assert.equal(await app("set", "commands", "--sync-policy", "none"), "application 'commands' updated\n");
    const second = await app("add-source", "commands", "--repo", world.git.repositoryUrl, "--path", "web", "--revision", "main", "--source-name", "again");
    assert.equal(second, "Application 'commands' updated successfully\n");
    assert.equal(await app("remove-source", "commands", "--source-name", "again"), "Application 'commands' updated successfully\n");
    assert.match(await app("history", "commands", "-o", "id"), /^0\n1\n2\n/);
  });

  it("wait over a restart of the server", async () => {
    await app("set", "commands", "--sync-policy", "none");
    await world.repository.commit("Paint again", { "web/settings.json": configMap("settings", { colour: "black" }) });
    await app("get", "commands", "--refresh", "-o", "name");
    const argv = ["app", "wait", "commands", "--sync", "--timeout", "90", "-o", "name"];
    const waiting = spawn(process.execPath, [path.resolve(import.meta.dirname, "../../bin/sillage.js"), ...argv], { env: { ...process.env, SILLAGE_CONFIG: contexts } });
    let [stdout, stderr] = ["", ""];
    waiting.stdout.on("data", (chunk: Buffer) => (stdout += String(chunk)));
    waiting.stderr.on("data", (chunk: Buffer) => (stderr += String(chunk)));
    const ended = once(waiting, "exit");
    await eventually(() => assert.match(stderr, /TIMESTAMP/), { withinMs: 20_000 });
    await world.restart("SIGTERM");
    await app("sync", "commands", "-o", "name");
    assert.deepEqual([(await ended)[0], stdout], [0, "argocd/commands\n"], stderr);
    assert.match(stderr, /Lost the connection to the server, waiting for it to come back/);
  });

  it("delete and wait for the end", async () => {
    assert.equal(await app("delete", "commands", "--yes", "--wait"), "application 'commands' deleted\n");
    assert.equal(await world.kubectl.ok(["get", "configmap", "settings", "-n", namespace, "--ignore-not-found", "-o", "name"]), "");
  });
});
