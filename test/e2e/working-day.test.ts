import assert from "node:assert/strict";
import path from "node:path";
import process from "node:process";
import { after, before, describe, it } from "node:test";
import { exec } from "../../src/exec/index.ts";
import { getList, getString } from "../../src/kube/index.ts";
import { startSillage } from "../support/process.ts";
import { makeTempFolder } from "../support/temp-folder.ts";
import { configMap } from "./shop.ts";
import { createWorld, type World } from "./world.ts";

const cluster = "https://kubernetes.default.svc";
const namespace = "e2e-working-day";

/** What a person on another machine types, from login to logout: real processes, a real server, a real Git server. */
describe("A working day", { timeout: 300_000 }, () => {
  let world: World;
  /** Of that person: the server's own file of contexts is somewhere else. */
  const contexts = path.join(makeTempFolder(), "contexts");
  before(async () => {
    world = await createWorld();
    await world.repository.commit("Begin", { "web/settings.json": configMap("settings", { colour: "blue" }) });
  });
  after(async () => {
    await world.kubectl.run(["delete", "namespace", namespace, "--ignore-not-found", "--wait=false"]);
    await world.close();
  });

  interface Step {
    readonly exitCode?: number;
    readonly input?: string;
    readonly env?: Readonly<Record<string, string>>;
  }

  /** One command; its standard output. */
  async function sillage(args: readonly string[], { exitCode = 0, input = "", env = {} }: Step = {}): Promise<string> {
    const command = path.resolve(import.meta.dirname, "../../bin/sillage.js");
    const result = await exec(process.execPath, [command, ...args], {
      env: { SILLAGE_CONFIG: contexts, XDG_CACHE_HOME: makeTempFolder(), ...env },
      input,
      signal: AbortSignal.timeout(120_000),
    });
    const stdout = result.stdout.toString("utf8");
    assert.equal(result.exitCode, exitCode, `sillage ${args.join(" ")}\n${stdout}${result.stderr}`);
    assert.doesNotMatch(result.stderr, /^\s+at /m, "a stack");
    return exitCode === 20 ? result.stderr : stdout;
  }
  const colour = (): Promise<string> => world.kubectl.ok(["get", "configmap", "settings", "-n", namespace, "-o", "jsonpath={.data.colour}"]);

  it("begins with a login", async () => {
    assert.match(await sillage(["app", "list"], { exitCode: 20 }), /^Error: No server: .*sillage login SERVER/);
    const secret = await world.kubectl.get("secret", "argocd-initial-admin-secret");
    const password = Buffer.from(getString(secret, "data", "password") ?? "", "base64").toString("utf8");
    const { host } = new URL(world.server.url);

    const refused = await sillage(["login", world.server.url, "--username", "admin"], { input: "wrong\n", exitCode: 20 });
    assert.match(refused, /Error: Cannot log in to "http:.*Invalid username or password/);
    const answer = await sillage(["login", world.server.url, "--name", "work", "--username", "admin"], { input: `${password}\n` });
    assert.equal(answer, "'admin:login' logged in successfully\nContext 'work' updated\n");
    assert.equal(await sillage(["context"]), `CURRENT  NAME  SERVER\n*        work  ${host}\n`);
    assert.equal(await sillage(["account", "get-user-info"]), "Logged In: true\nUsername: admin\nIssuer: argocd\nGroups: \n");
    assert.equal(await sillage(["account", "can-i", "sync", "applications", "shop/*"]), "yes\n");
  });

  it("goes on with a repository and a project", async () => {
    const { repositoryUrl, privateUrl } = world.git;
    assert.equal(await sillage(["repo", "add", repositoryUrl, "--name", "gitops"]), `Repository '${repositoryUrl}' added\n`);
    assert.match(await sillage(["repo", "add", privateUrl, "--username", "ada", "--password-stdin"], { input: "wrong", exitCode: 20 }), /^Error: .*private/);
    await sillage(["repo", "add", privateUrl, "--username", "ada", "--password-stdin"], { input: "correct-horse\n" });
    assert.match(await sillage(["repo", "list"]), new RegExp(`git +gitops +${repositoryUrl} +false +false +false +false +Successful`));

    const flags = ["--description", "The shop", "--src", repositoryUrl, "--dest", `${cluster},${namespace}`, "--allow-cluster-resource", "Namespace"];
    assert.equal(await sillage(["proj", "create", "day", ...flags]), "project 'day' created\n");
    await sillage(["proj", "role", "create", "day", "reader"]);
    await sillage(["proj", "role", "add-policy", "day", "reader", "-a", "get", "-o", "*"]);
    assert.match(await sillage(["proj", "get", "day"]), new RegExp(`^Name: +day\nDescription: +The shop\nDestinations: +${cluster},${namespace}\n`));
  });

  it("deploys an application, looks before it syncs, and waits", async () => {
    const where = ["--repo", world.git.repositoryUrl, "--path", "web", "--revision", "main", "--dest-server", cluster, "--dest-namespace", namespace];
    assert.equal(await sillage(["app", "create", "day", "--project", "day", ...where, "--sync-option", "CreateNamespace=true", "--set-finalizer"]), "application 'day' created\n");
    await sillage(["app", "wait", "day", "--operation", "--timeout", "60"]);
    assert.match(await sillage(["app", "diff", "day"], { exitCode: 1 }), /blue/);
    await sillage(["app", "sync", "day", "--timeout", "60"]);
    await sillage(["app", "wait", "day", "--timeout", "60"]);
    assert.equal(await sillage(["app", "diff", "day"]), "");
    assert.equal(await colour(), "blue");
  });

  it("lets a role read, and not sync", async () => {
    const token = (await sillage(["proj", "role", "create-token", "day", "reader", "--token-only", "--expires-in", "1h"])).trim();
    const env = { ARGOCD_SERVER: world.server.url, ARGOCD_AUTH_TOKEN: token, SILLAGE_CONFIG: path.join(makeTempFolder(), "none") };
    assert.equal(await sillage(["app", "list", "-o", "name"], { env }), "argocd/day\n");
    assert.match(await sillage(["app", "sync", "day"], { env, exitCode: 20 }), /^Error: permission denied: /);
    const issuedAt = (await sillage(["proj", "role", "list-tokens", "day", "reader", "--unixtime"])).split("\n")[1]?.split(/\s+/)[1] ?? "";
    await sillage(["proj", "role", "delete-token", "day", "reader", issuedAt]);
    assert.match(await sillage(["app", "list"], { env, exitCode: 20 }), /^Error: /);
  });

  it("deploys the next commit, and goes back", async () => {
    await world.repository.commit("Paint it green", { "web/settings.json": configMap("settings", { colour: "green" }) });
    assert.match(await sillage(["app", "diff", "day", "--refresh"], { exitCode: 1 }), /green/);
    await sillage(["app", "sync", "day", "--timeout", "60"]);
    assert.equal(await colour(), "green");

    const history = (await sillage(["app", "history", "day"])).trimEnd().split("\n");
    assert.equal(history.length, 3, history.join("\n"));
    const first = history[1]?.split(/\s+/)[0] ?? "";
    await sillage(["app", "rollback", "day", first, "--timeout", "60"]);
    assert.equal(await colour(), "blue");
    await sillage(["app", "wait", "day", "--health", "--timeout", "60"]);
  });

  it("works straight on the cluster, too", async () => {
    const env = { KUBECONFIG: world.target.kubeconfig, SILLAGE_CONFIG: path.join(makeTempFolder(), "none") };
    assert.equal(await sillage(["app", "list", "--core", "-o", "name"], { env }), "argocd/day\n");
    assert.match(await sillage(["--core", "app", "diff", "day"], { env, exitCode: 1 }), /green/);
    assert.match(await sillage(["proj", "list", "--core", "-o", "name"], { env }), /^day$/m);
    assert.match(await sillage(["admin", "initial-password"], { env }), /^\S{8,}\n/);

    const dashboard = await startSillage(["admin", "dashboard", "--port", "0", "--kubeconfig", world.target.kubeconfig]);
    const token = /SILLAGE_AUTH_TOKEN=(\S+)/.exec(dashboard.log())?.[1] ?? "";
    assert.equal(await sillage(["app", "list", "-o", "name"], { env: { ...env, SILLAGE_SERVER: dashboard.url, SILLAGE_AUTH_TOKEN: token } }), "argocd/day\n");
    const stranger = await sillage(["app", "list"], { env: { ...env, SILLAGE_SERVER: dashboard.url, SILLAGE_AUTH_TOKEN: "guessed" }, exitCode: 20 });
    assert.match(stranger, /^Error: Only the command that started this server may use it\n$/);
    assert.equal(await dashboard.stop(), 0);
  });

  it("cleans up, and ends with a logout", async () => {
    await sillage(["app", "delete", "day", "--yes", "--wait"]);
    assert.deepEqual(getList(JSON.parse(await sillage(["app", "list", "-o", "json"]))), []);
    assert.equal(await world.kubectl.ok(["get", "configmap", "settings", "-n", namespace, "--ignore-not-found"]), "");
    await sillage(["proj", "delete", "day"]);
    await sillage(["repo", "rm", world.git.repositoryUrl, world.git.privateUrl]);
    assert.equal(await sillage(["logout", "work"]), "Logged out from 'work'\n");
    assert.match(await sillage(["app", "list"], { exitCode: 20 }), /^Error: /);
  });
});
