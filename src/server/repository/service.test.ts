import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { systemClock } from "../../async/index.ts";
import { isSillageError, SillageError, type ErrorCode } from "../../errors/index.ts";
import { getList, getString, type KubeObject } from "../../kube/index.ts";
import { createLog } from "../../log/index.ts";
import { createSettingsSource } from "../../main/settings-source.ts";
import { readSecretKey } from "../../settings/index.ts";
import { createServiceWorld, controlNamespace as namespace, encode, type As, type ServiceWorld } from "../../../test/support/service-world.ts";
import type { Operation } from "../operation/index.ts";
import { createRepositoryOperations } from "./operations.ts";

const url = "https://git.example.com/shop.git";
const nowMs = Date.parse("2026-03-02T12:00:00Z");
const successful = { status: "Successful", message: "", attemptedAt: "2026-03-02T12:00:00Z" };

describe("RepositoryService", { timeout: 30_000 }, () => {
  const stop = new AbortController();
  const unreadable = new Set<string>();
  const checked: string[] = [];
  let world: ServiceWorld;
  let operations: readonly Operation[];
  let running: Promise<void>;

  before(async () => {
    world = await createServiceWorld();
    const settings = await createSettingsSource({ signal: stop.signal, log: createLog({ level: "silent" }) }, { client: world.kube, clock: systemClock }, { namespace });
    running = settings.run(stop.signal);
    await settings.synced;
    const deps = {
      kube: world.kube,
      settings,
      clock: { ...systemClock, now: () => nowMs },
      async checkRepository(_ctx: unknown, secret: KubeObject) {
        const repo = readSecretKey(secret, "url") ?? "";
        checked.push(repo);
        if (unreadable.has(repo)) throw new SillageError("unauthenticated", `Cannot read repository "${repo}": authentication failed`);
      },
      fetchRefs: async () => ({ branches: ["main"], tags: ["v1"] }),
    };
    operations = createRepositoryOperations(deps, { namespace });
  });
  after(async () => {
    stop.abort();
    await running;
    await world.close();
  });

  const call = (name: string, input: object, as?: As): Promise<unknown> => world.call(operations, name.includes("/") ? name : `RepositoryService/${name}`, input, as);
  const refused = (promise: Promise<unknown>, code: ErrorCode, message: string): Promise<void> =>
    assert.rejects(promise, (error) => isSillageError(error, code) && error.message === message);
  async function secrets(type = "repository"): Promise<readonly KubeObject[]> {
    const { items } = await world.kube.fetchList(await world.find("v1", "Secret"), { namespace, labelSelector: `argocd.argoproj.io/secret-type=${type}`, signal: world.signal });
    return items;
  }
  const valuesOf = async (type?: string): Promise<unknown> =>
    (await secrets(type)).map(({ data }) =>
      Object.fromEntries(Object.entries(data as Record<string, string>).map(([key, value]) => [key, Buffer.from(value, "base64").toString()])),
    );

  it("checks a repository, keeps it, and shows nothing of its credentials", async () => {
    const repo = { repo: url, name: "shop", username: "ada", password: "s3cret", insecure: true };
    assert.deepEqual(await call("CreateRepository", { repo }), { repo: url, type: "git", name: "shop", connectionState: { status: "Successful", message: "" } });
    assert.deepEqual(await valuesOf(), [{ url, type: "git", name: "shop", username: "ada", password: "s3cret", insecure: "true" }]);
    const shown = { repo: url, type: "git", name: "shop", insecure: true, connectionState: successful };
    assert.deepEqual(await call("ListRepositories", {}), { items: [shown] });
    assert.deepEqual(await call("Get", { repo: "https://git.example.com/shop" }), shown);
  });

  it("asks a remote again only when told to, or when its Secret has changed", async () => {
    const before = checked.length;
    await call("ListRepositories", {});
    assert.equal(checked.length, before);
    unreadable.add(url);
    const failed = { status: "Failed", message: `Cannot read repository "${url}": authentication failed`, attemptedAt: successful.attemptedAt };
    assert.deepEqual(
      getList(await call("ListRepositories", { forceRefresh: true }), "items").map((item) => (item as { connectionState: unknown }).connectionState),
      [failed],
    );
    unreadable.delete(url);
    await call("UpdateRepository", { repo: url, change: { password: "new" } });
    assert.deepEqual(await call("Get", { repo: url }), { repo: url, type: "git", connectionState: successful });
    assert.deepEqual(await valuesOf(), [{ url, type: "git", password: "new" }]);
  });

  it("takes another one of the same URL with upsert only", async () => {
    await call("CreateRepository", { repo: { repo: url, password: "new" } });
    const message = `Repository "${url}": existing repository spec is different, use upsert flag to force update`;
    await refused(call("CreateRepository", { repo: { repo: url, bearerToken: "t" } }), "invalid", message);
    await call("CreateRepository", { repo: { repo: url, bearerToken: "t" }, upsert: true });
    assert.deepEqual(await valuesOf(), [{ url, type: "git", bearerToken: "t" }]);
  });

  it("keeps one URL for several projects apart", async () => {
    await call("CreateRepository", { repo: { repo: url, project: "team", password: "theirs" } });
    assert.equal((await secrets()).length, 2);
    await refused(call("Get", { repo: url }), "invalid", `Repository "${url}" is in several projects: name one with appProject`);
    assert.equal(getString(await call("Get", { repo: url, appProject: "team" }), "project"), "team");
    const theirs = await call("ListRepositories", {}, { policy: "p, ada, repositories, get, team/*, allow" });
    assert.deepEqual(
      getList(theirs, "items").map((item) => getString(item, "project")),
      ["team"],
    );
    await call("DeleteRepository", { repo: url, appProject: "team" });
    assert.equal((await secrets()).length, 1);
  });

  it("keeps nothing of a repository it cannot read", async () => {
    const repo = "https://git.example.com/locked.git";
    unreadable.add(repo);
    const message = `Cannot read repository "${repo}": authentication failed`;
    await refused(call("CreateRepository", { repo: { repo, password: "x" } }), "unauthenticated", message);
    await refused(call("ValidateAccess", { repo, password: "x" }), "unauthenticated", message);
    assert.deepEqual(await call("ValidateAccess", { repo: url }), {});
    assert.equal((await secrets()).length, 1);
  });

  const wrong: readonly { readonly repo: object; readonly message: string }[] = [
    { repo: { repo: "" }, message: 'A repository needs "repo", its URL' },
    { repo: { repo: "https://charts.example.com", type: "helm" }, message: 'Repository type "helm" is not supported: only "git" is' },
    { repo: { repo: url, enableLfs: true }, message: '"enableLfs" is not supported yet' },
    { repo: { repo: url, password: "x", bearerToken: "y" }, message: "Give a bearer token or a password, not both" },
    { repo: { repo: "https://ada:s3cret@git.example.com/shop.git" }, message: "A repository URL must not carry a password: give username and password apart" },
  ];
  for (const { repo, message } of wrong) it(`refuses ${JSON.stringify(repo)}`, () => refused(call("CreateRepository", { repo }), "invalid", message));

  it("lists branches and tags", async () => assert.deepEqual(await call("ListRefs", { repo: url }), { branches: ["main"], tags: ["v1"] }));

  it("takes only the label from a Secret that somebody else made", async () => {
    const data = encode({ url: "https://git.example.com/gitops", password: "x" });
    await world.put({ apiVersion: "v1", kind: "Secret", metadata: { name: "declared", labels: { "argocd.argoproj.io/secret-type": "repository" } }, data });
    await call("CreateRepository", { repo: { repo: "https://git.example.com/gitops", password: "x" }, upsert: true });
    await call("DeleteRepository", { repo: "https://git.example.com/gitops" });
    const declared = await world.get("v1", "Secret", "declared");
    assert.deepEqual([declared?.metadata.labels ?? {}, readSecretKey(declared, "password")], [{}, "x"]);
  });

  it("keeps credentials for many repositories, which then have them", async () => {
    const template = { url: "https://git.example.com", username: "ada", password: "s3cret" };
    assert.deepEqual(await call("RepoCredsService/CreateRepositoryCredentials", { creds: template }), { url: template.url, type: "git" });
    assert.deepEqual(await valuesOf("repo-creds"), [{ ...template, type: "git" }]);
    assert.deepEqual(await call("RepoCredsService/ListRepositoryCredentials", {}), { items: [{ url: template.url, type: "git" }] });
    const message = `Credentials for "${template.url}": existing repository credentials spec is different; use upsert flag to force update`;
    await refused(call("RepoCredsService/CreateRepositoryCredentials", { creds: { url: template.url } }), "invalid", message);
    await call("RepoCredsService/UpdateRepositoryCredentials", { url: template.url, change: { bearerToken: "t" } });
    assert.deepEqual(await valuesOf("repo-creds"), [{ url: template.url, type: "git", bearerToken: "t" }]);
    await call("CreateRepository", { repo: { repo: "https://git.example.com/open" } });
    assert.deepEqual(await call("Get", { repo: "https://git.example.com/open" }), {
      repo: "https://git.example.com/open",
      type: "git",
      inheritedCreds: true,
      connectionState: successful,
    });
    await call("RepoCredsService/DeleteRepositoryCredentials", { url: template.url });
    await refused(call("RepoCredsService/DeleteRepositoryCredentials", { url: template.url }), "notFound", `repository credentials '${template.url}' not found`);
  });

  const other = "https://git.example.com/other";
  const permissions: readonly { readonly operation: string; readonly input: object; readonly needs: string }[] = [
    { operation: "CreateRepository", input: { repo: { repo: other, project: "team" } }, needs: `repositories, create, team/${other}` },
    { operation: "Get", input: { repo: other }, needs: `repositories, get, team/${other}` },
    { operation: "ListRefs", input: { repo: other }, needs: `repositories, get, team/${other}` },
    { operation: "ValidateAccess", input: { repo: other }, needs: `repositories, create, ${other}` },
    { operation: "UpdateRepository", input: { repo: other, change: { project: "team" } }, needs: `repositories, update, team/${other}` },
    { operation: "DeleteRepository", input: { repo: other }, needs: `repositories, delete, team/${other}` },
    { operation: "RepoCredsService/CreateRepositoryCredentials", input: { creds: { url: other } }, needs: `repositories, create, ${other}` },
    { operation: "RepoCredsService/UpdateRepositoryCredentials", input: { url: other, change: {} }, needs: `repositories, update, ${other}` },
    { operation: "RepoCredsService/DeleteRepositoryCredentials", input: { url: other }, needs: `repositories, delete, ${other}` },
  ];
  for (const { operation, input, needs } of permissions) {
    it(`${operation} needs ${needs}`, async () => {
      await refused(call(operation, input, { policy: "" }), "forbidden", `permission denied: ${needs}`);
      await call(operation, input, { policy: `p, ada, ${needs}, allow` });
    });
  }

  it("moves a repository only to a project in which the caller may change it", async () => {
    await call("CreateRepository", { repo: { repo: other, project: "team" } });
    const policy = "p, ada, repositories, update, team/*, allow";
    await refused(call("UpdateRepository", { repo: other, change: { project: "else" } }, { policy }), "forbidden", `permission denied: repositories, update, else/${other}`);
  });

  it("tells nobody what they may not see", async () => {
    await refused(call("Get", { repo: "https://git.example.com/none" }, { policy: "" }), "forbidden", "permission denied: repositories, get, https://git.example.com/none");
    await refused(call("Get", { repo: "https://git.example.com/none" }), "notFound", "repo 'https://git.example.com/none' not found");
  });
});
