import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { getField, getList, getString } from "../../src/kube/index.ts";
import { eventually } from "../support/eventually.ts";
import { configMap } from "./shop.ts";
import { automated, createWorld, type World } from "./world.ts";

const server = "https://kubernetes.default.svc";
const apiVersion = "argoproj.io/v1alpha1";
const teamNamespace = "e2e-team-apps";

describe("Projects", { timeout: 300_000 }, () => {
  let world: World;
  before(async () => {
    world = await createWorld({ env: { ARGOCD_APPLICATION_NAMESPACES: "e2e-team-*" } });
    await world.repository.commit("Begin", {
      "app/a.json": configMap("a", { v: "1" }),
      "secret/s.json": JSON.stringify({ apiVersion: "v1", kind: "Secret", metadata: { name: "s" } }),
    });
  });
  after(async () => {
    await world.kubectl.run(["delete", "applications", "--all", "-n", teamNamespace, "--timeout=60s"]);
    await world.close();
  });

  const open = { sourceRepos: ["*"], destinations: [{ server: "*", namespace: "e2e-*" }], clusterResourceWhitelist: [{ group: "", kind: "Namespace" }] };
  const createProject = (name: string, spec: object): Promise<string> => world.kubectl.applied({ apiVersion, kind: "AppProject", metadata: { name }, spec: { ...open, ...spec } });
  const sourceOf = (path: string) => ({ repoURL: world.git.repositoryUrl, path, targetRevision: "main" });

  /** Conditions and the message of the operation, once they say this. */
  const waitForWords = (read: () => Promise<unknown>, wanted: RegExp): Promise<unknown> =>
    eventually(
      async () => {
        const application = await read();
        const conditions = getList(application, "status", "conditions").map((condition) => `${getString(condition, "type")}: ${getString(condition, "message")}`);
        assert.match([...conditions, getString(application, "status", "operationState", "message") ?? ""].join(" | "), wanted);
        return application;
      },
      { withinMs: 20_000 },
    );

  it("are headed by one that is there from the start", async () => {
    assert.deepEqual(getField(await world.kubectl.get("appproject", "default"), "spec", "sourceRepos"), ["*"]);
  });

  it("refuse a repository, and say by which entry", async () => {
    await createProject("no-repo", { sourceRepos: ["*", "!http://**"] });
    await world.createApplication("no-repo", "app", { ...automated, project: "no-repo", source: sourceOf("app") });
    await waitForWords(() => world.application("no-repo"), /InvalidSpecError: application repo http.* is not permitted in project 'no-repo': sourceRepos has "!http:\/\/\*\*"/);
  });

  it("refuse a destination, and let go when they change", async () => {
    await createProject("no-place", { destinations: [{ server, namespace: "elsewhere" }] });
    await world.createApplication("no-place", "app", { ...automated, project: "no-place", source: sourceOf("app") });
    await waitForWords(
      () => world.application("no-place"),
      /InvalidSpecError: application destination .*'e2e-no-place' do not match .* 'no-place': no entry of destinations allows it/,
    );
    await createProject("no-place", {});
    await world.waitForApplication("no-place", { sync: "Synced", health: "Healthy" });
  });

  it("refuse a kind: nothing of the sync is applied", async () => {
    await createProject("no-kind", { namespaceResourceBlacklist: [{ group: "", kind: "Secret" }] });
    await world.createApplication("no-kind", "secret", { ...automated, project: "no-kind", source: sourceOf("secret") });
    const application = await waitForWords(() => world.application("no-kind"), /resource :Secret is not permitted in project no-kind: namespaceResourceBlacklist has "\/Secret"/);
    assert.deepEqual(
      getList(application, "status", "resources").map((resource) => [getString(resource, "name"), getString(resource, "status")]),
      [["s", "Unknown"]],
    );
    assert.notEqual((await world.kubectl.run(["get", "namespace", "e2e-no-kind"])).exitCode, 0);
  });

  it("hold syncs back in a window, and let people pass when it says so", async () => {
    const window = { kind: "deny", schedule: "* * * * *", duration: "1h", applications: ["held"] };
    await createProject("held", { syncWindows: [window] });
    await world.createApplication("held", "app", { ...automated, project: "held", source: sourceOf("app") });
    await waitForWords(
      () => world.application("held"),
      /SyncBlocked: Sync operation blocked by sync window: deny window "\* \* \* \* \*" for 1h \(UTC\) is active in project 'held'/,
    );
    await world.kubectl.ok(["patch", "application", "held", "--type=merge", "-p", '{"operation":{"sync":{},"initiatedBy":{"username":"ada"}}}']);
    await waitForWords(() => world.application("held"), /^Sync operation blocked by sync window/);
    assert.notEqual((await world.kubectl.run(["get", "configmap", "a", "-n", "e2e-held"])).exitCode, 0);
    await createProject("held", { syncWindows: [{ ...window, manualSync: true }] });
    const synced = await world.waitForApplication("held", { sync: "Synced", health: "Healthy" });
    assert.equal(getString(synced, "status", "operationState", "operation", "initiatedBy", "username"), "ada");
  });

  it("admit Applications of other namespaces that they name", async () => {
    await world.kubectl.applied({ apiVersion: "v1", kind: "Namespace", metadata: { name: teamNamespace } });
    await createProject("team", { sourceNamespaces: [] });
    const application = {
      apiVersion,
      kind: "Application",
      metadata: { name: "web", finalizers: ["resources-finalizer.argocd.argoproj.io"] },
      spec: { project: "team", source: sourceOf("app"), destination: { server, namespace: "e2e-team-web" }, ...automated },
    };
    await world.kubectl.applied(application, "--namespace", teamNamespace);
    const read = async (): Promise<unknown> => JSON.parse(await world.kubectl.ok(["get", "application", "web", "-n", teamNamespace, "-o", "json"]));
    await waitForWords(read, /InvalidSpecError: application 'web' in namespace 'e2e-team-apps' is not permitted to use project 'team': no entry of sourceNamespaces allows it/);
    await createProject("team", { sourceNamespaces: ["e2e-team-*"] });
    await eventually(async () => assert.equal(getString(await read(), "status", "sync", "status"), "Synced"), { withinMs: 20_000 });
    const object: unknown = JSON.parse(await world.kubectl.ok(["get", "configmap", "a", "-n", "e2e-team-web", "-o", "json"]));
    assert.equal(getString(object, "metadata", "annotations", "argocd.argoproj.io/tracking-id"), `${teamNamespace}_web:/ConfigMap:e2e-team-web/a`);
  });

  it("stay as long as an Application names them, when they ask for it", async () => {
    await world.kubectl.ok(["patch", "appproject", "team", "--type=merge", "-p", '{"metadata":{"finalizers":["resources-finalizer.argocd.argoproj.io"]}}']);
    await world.kubectl.ok(["delete", "appproject", "team", "--wait=false"]);
    assert.equal((await world.kubectl.run(["get", "appproject", "team"])).exitCode, 0);
    await world.kubectl.ok(["delete", "application", "web", "-n", teamNamespace, "--timeout=30s"]);
    await eventually(async () => assert.notEqual((await world.kubectl.run(["get", "appproject", "team"])).exitCode, 0), { withinMs: 10_000 });
  });
});
