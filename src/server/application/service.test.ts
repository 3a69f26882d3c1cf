import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Application, ResourceNode } from "../../api/index.ts";
import { createClient, type SillageClient } from "../../client/index.ts";
import { isSillageError, type ErrorCode } from "../../errors/index.ts";
import { buildApplication, type ApplicationParts } from "../../../test/builders/application.ts";
import { startApiServer, type ApiServer } from "../../../test/support/api-server.ts";
import { eventually } from "../../../test/support/eventually.ts";

const signal = AbortSignal.timeout(60_000);
const manual = { syncPolicy: {} };

async function assertRefused(call: Promise<unknown>, code: ErrorCode, message: RegExp): Promise<void> {
  await assert.rejects(call, (error) => {
    assert.ok(isSillageError(error, code), String(error));
    assert.match(error.message, message);
    return true;
  });
}

describe("The ApplicationService over HTTP", { timeout: 60_000 }, () => {
  let api: ApiServer;
  let admin: SillageClient;
  before(async () => {
    api = await startApiServer();
    admin = createClient({ server: api.url, token: api.token });
  });
  after(() => api.close());

  let count = 0;
  async function given(parts: Omit<ApplicationParts, "name"> = {}): Promise<string> {
    count += 1;
    const name = `service-${count}`;
    await api.put(buildApplication({ ...parts, name }));
    return name;
  }
  async function as(policy: string): Promise<SillageClient> {
    return createClient({ server: api.url, token: (await api.logInAs(policy)).token });
  }
  async function getJson(path: string): Promise<unknown> {
    return (await fetch(`${api.url}${path}`, { headers: { authorization: `Bearer ${api.token}` } })).json();
  }

  it("lists pages in an order, with the fields asked for", async () => {
    for (const name of ["page-b", "page-c", "page-a"]) await api.put(buildApplication({ name, spec: { project: "pages" } }));
    const names = async (query: Parameters<SillageClient["fetchApplications"]>[0]) => (await admin.fetchApplications(query)).map(({ metadata }) => metadata.name);
    assert.deepEqual(await names({ signal, projects: ["pages"] }), ["page-a", "page-b", "page-c"]);
    assert.deepEqual(await names({ signal, projects: ["pages"], sortBy: "-name", offset: 1, limit: 1 }), ["page-b"]);
    assert.deepEqual(await names({ signal, projects: ["pages"], repo: "https://git.example.com/other.git" }), []);
    const query = "projects=pages&limit=2&fields=metadata.remainingItemCount,items.metadata.name,items.spec.project";
    assert.deepEqual(await getJson(`/api/v1/applications?${query}`), {
      metadata: { remainingItemCount: 1 },
      items: [
        { metadata: { name: "page-a" }, spec: { project: "pages" } },
        { metadata: { name: "page-b" }, spec: { project: "pages" } },
      ],
    });
    await assertRefused(names({ signal, sortBy: "colour" }), "invalid", /"sortBy"/);
  });

  it("replaces an application, its spec, parts of it", async () => {
    const name = await given({ annotations: { old: "yes" } });
    const wanted = buildApplication({ name, annotations: { new: "yes" }, spec: manual });
    const updated = await admin.updateApplication(wanted, { signal });
    assert.deepEqual([updated.metadata.annotations, updated.spec.syncPolicy], [{ new: "yes" }, {}]);
    const spec = { ...wanted.spec, revisionHistoryLimit: 3 };
    assert.deepEqual(await admin.updateApplicationSpec(name, spec, { signal }), spec);
    const patch = JSON.stringify([{ op: "replace", path: "/spec/revisionHistoryLimit", value: 5 }]);
    assert.equal((await admin.patchApplication(name, { patch, patchType: "json" }, { signal })).spec.revisionHistoryLimit, 5);
    assert.deepEqual((await admin.patchApplication(name, { patch: '{"metadata":{"annotations":{"new":null}}}', patchType: "merge" }, { signal })).metadata.annotations ?? {}, {});
    const deep = `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`;
    for (const patch of ["{", deep]) await assertRefused(admin.patchApplication(name, { patch, patchType: "merge" }, { signal }), "invalid", /must be JSON as text/);
    await assertRefused(admin.fetchServerSideDiff(name, [deep], { signal }), "invalid", /must be one Kubernetes object/);
    await assertRefused(admin.updateApplicationSpec(name, { ...spec, source: { repoURL: "" } }, { signal }), "invalid", /is not valid/);
  });

  it("checks what it is given", async () => {
    const nowhere = (name: string): Application => buildApplication({ name, spec: { source: { repoURL: "https://git.example.com/shop.git", path: "nowhere" } } });
    await assertRefused(
      admin.createApplication(nowhere("checked"), { signal, upsert: false }),
      "invalid",
      /^application spec for checked is invalid: InvalidSpecError: Path "nowhere" does not exist$/,
    );
    assert.equal((await admin.createApplication(nowhere("unchecked"), { signal, upsert: false, validate: false })).metadata.name, "unchecked");
    const patch = (change: object) => admin.patchApplication("unchecked", { patch: JSON.stringify(change), patchType: "merge" }, { signal });
    assert.deepEqual((await patch({ spec: manual })).spec.syncPolicy, { automated: { prune: true, selfHeal: true } }, "a change beside the sources");
    await assertRefused(patch({ spec: { source: { targetRevision: "v2" } } }), "invalid", /Path "nowhere" does not exist$/);
    const name = await given();
    api.answers.problems = ["application repo is not permitted"];
    await assertRefused(
      admin.createApplication(buildApplication({ name: "refused" }), { signal, upsert: false, validate: false }),
      "invalid",
      /InvalidSpecError: application repo is not permitted$/,
    );
    await assertRefused(admin.updateApplication(buildApplication({ name, spec: manual }), { signal, validate: false }), "invalid", /is not permitted$/);
    api.answers.problems = [];
    assert.equal(
      (await admin.createApplication(buildApplication({ name: "guest", namespace: "team" }), { signal, upsert: false }).catch((error: unknown) => error)) instanceof Error,
      true,
      "the namespace does not exist",
    );
    await assertRefused(
      admin.createApplication(buildApplication({ name: "stray", namespace: "elsewhere" }), { signal, upsert: false }),
      "invalid",
      /namespace "elsewhere" is not permitted/,
    );
  });

  it("needs the permission to update for an upsert that changes something", async () => {
    const name = await given();
    const creator = await as("p, $me, applications, create, */*, allow");
    const changed = buildApplication({ name, spec: manual });
    await assertRefused(creator.createApplication(changed, { signal, upsert: true }), "forbidden", /^permission denied: applications, update, default\//);
    assert.equal((await creator.createApplication(buildApplication({ name: `${name}-new` }), { signal, upsert: true })).metadata.name, `${name}-new`);
  });

  it("leaves it to the permission to sync whether a new application is synced", async () => {
    const creator = await as("p, $me, applications, create, */*, allow");
    const wanted = buildApplication({ name: "eager", operation: { sync: { manifests: ["{}"] } } });
    assert.equal((await creator.createApplication(wanted, { signal, upsert: false })).operation, undefined);
    assert.equal((await api.fetch("eager"))?.["operation"], undefined);
  });

  it("moves an application to another project for whoever may do so in both", async () => {
    const name = await given();
    const moved = buildApplication({ name, spec: { project: "other" } });
    const most = "p, $me, applications, get, *, allow\np, $me, applications, update, */*, allow\n";
    await assertRefused((await as(most)).updateApplication(moved, { signal }), "forbidden", /^permission denied: applications, create, other\//);
    const both = await as(`${most}p, $me, applications, create, other/*, allow`);
    assert.equal((await both.updateApplication(moved, { signal })).spec.project, "other");
  });

  it("keeps people from syncing in a closed window, and says so", async () => {
    const name = await given({ spec: manual });
    const { project } = api.answers;
    const window = { kind: "deny", schedule: "* * * * *", duration: "1h", applications: ["*"] };
    api.answers.project = { ...project, spec: { ...project.spec, syncWindows: [window] } };
    const shown = { kind: "deny", schedule: "* * * * *", duration: "1h", manualSync: false };
    assert.deepEqual(await admin.fetchApplicationWindows(name, { signal }), { activeWindows: [shown], assignedWindows: [shown], canSync: false });
    await assertRefused(admin.syncApplication(name, {}, { signal }), "forbidden", /^cannot sync: blocked by sync window/);
    api.answers.project = { ...project, spec: { ...project.spec, syncWindows: [{ ...window, manualSync: true }] } };
    assert.deepEqual((await admin.syncApplication(name, {}, { signal })).operation?.sync, {});
    api.answers.project = project;
  });

  it("asks for more permissions where the settings say so", async () => {
    const may = await as("p, $me, applications, get, *, allow\np, $me, applications, sync, *, allow");
    const deployedAt = "2026-01-02T03:04:05Z";
    const rollable = await given({ spec: manual, status: { history: [{ id: 1, revision: "aaa", deployedAt }] } });
    const syncable = await given({ spec: manual });
    api.answers.settings = { ...api.answers.settings, isRollbackEnforced: true, isOverridePrivilegeRequired: true };
    await assertRefused(may.rollbackApplication(rollable, { id: 1 }, { signal }), "forbidden", /you may rollback$/);
    await assertRefused(may.syncApplication(syncable, { revision: "v2" }, { signal }), "forbidden", /^permission denied: applications, override/);
    assert.deepEqual((await may.syncApplication(syncable, { revision: "main" }, { signal })).operation?.sync, { revision: "main" });
    api.answers.settings = { ...api.answers.settings, isRollbackEnforced: false, isOverridePrivilegeRequired: false };
    assert.equal((await may.rollbackApplication(rollable, { id: 1 }, { signal })).operation?.sync?.revision, "aaa");
  });

  it("tells no commit of a repository that the project does not permit", async () => {
    const name = await given();
    const { project } = api.answers;
    api.answers.project = { ...project, spec: { ...project.spec, sourceRepos: ["https://git.example.com/other.git"] } };
    await assertRefused(admin.fetchRevisionMetadata(name, "main", { signal }), "forbidden", /is not permitted in project/);
    api.answers.project = project;
    assert.equal(typeof (await admin.fetchRevisionMetadata(name, "main", { signal })).author, "string");
  });

  it("carries patches and names of actions in the body", async () => {
    const name = await given();
    const configMaps = (await api.kube.discovery.findByKind({ group: "", version: "v1", kind: "ConfigMap" }, { signal }))!;
    const { metadata } = await api.kube.create(configMaps, { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "shop", namespace: "argocd" }, data: { a: "1" } }, { signal });
    const node: ResourceNode = { version: "v1", kind: "ConfigMap", namespace: "argocd", name: "shop", uid: metadata.uid ?? "" };
    api.answers.tree = { nodes: [node], orphanedNodes: [] };
    const query = { version: "v1", kind: "ConfigMap", namespace: "argocd", resourceName: "shop" };
    assert.deepEqual((await admin.fetchResourceTree(name, { signal })).nodes, [node]);
    assert.deepEqual((await admin.patchResource(name, query, { signal, patch: '[{"op":"add","path":"/data/b","value":"2"}]', patchType: "json" }))["data"], { a: "1", b: "2" });
    assert.deepEqual((await admin.fetchResource(name, query, { signal }))["data"], { a: "1", b: "2" });
    assert.deepEqual(await admin.fetchResourceActions(name, query, { signal }), []);
    await assertRefused(admin.runResourceAction(name, query, { signal, action: "restart" }), "invalid", /^ConfigMap "shop" has no action "restart"$/);
    const first = await fetch(`${api.url}/api/v1/applications/${name}/resource/actions?version=v1&kind=ConfigMap&namespace=argocd&resourceName=shop`, {
      method: "POST",
      headers: { authorization: `Bearer ${api.token}`, "content-type": "application/json" },
      body: '"restart"',
    });
    assert.equal(first.status, 400);
    await admin.deleteResource(name, query, { signal, force: true });
    assert.equal(await api.kube.fetchObject(configMaps, { namespace: "argocd", name: "shop" }, { signal }), undefined);
    await assertRefused(admin.fetchResource(name, query, { signal }), "notFound", /is not in the cluster$/);
    const own = { group: "argoproj.io", version: "v1alpha1", kind: "Application", namespace: "argocd", resourceName: name };
    await admin.runResourceAction(name, own, { signal, action: "toggle-auto-sync" });
    assert.equal((await admin.fetchResourceActions(name, own, { signal }))[0]?.name, "toggle-auto-sync");
    await eventually(async () => assert.equal((await admin.fetchApplication(name, { signal })).spec.syncPolicy?.automated?.enabled, false));
    const move = { signal, patch: '{"spec":{"project":"other"}}', patchType: "merge" } as const;
    await assertRefused(admin.patchResource(name, own, move), "invalid", /not found as part of application/);
    await assertRefused(admin.deleteResource(name, own, { signal }), "invalid", /not found as part of application/);
    await assertRefused(admin.fetchResource(name, own, { signal }), "invalid", /not found as part of application/);
    api.answers.tree = { nodes: [], orphanedNodes: [] };
  });

  it("ends logs that have no pods at once, and tells of those it cannot read", async () => {
    const name = await given();
    const [only, ...more] = await Array.fromAsync(admin.streamLogs(name, { signal }));
    assert.deepEqual([only?.last, only?.content, more], [true, "", []]);
    api.answers.tree = { nodes: [{ version: "v1", kind: "Pod", namespace: "argocd", name: "gone", uid: "u" }], orphanedNodes: [] };
    await assert.rejects(Array.fromAsync(admin.streamLogs(name, { signal, podName: "gone" })), /gone/);
    api.answers.tree = { nodes: [], orphanedNodes: [] };
  });

  it("streams the tree again after each change", async () => {
    const name = await given();
    const stop = new AbortController();
    const seen: number[] = [];
    const reading = (async () => {
      for await (const { nodes } of admin.watchResourceTree(name, { signal: stop.signal })) seen.push(nodes.length);
    })();
    await eventually(() => assert.deepEqual(seen, [0]));
    api.answers.tree = { nodes: [{ kind: "Service", name: "web" }], orphanedNodes: [] };
    for (const tell of api.answers.treeReaders) tell();
    await eventually(() => assert.deepEqual(seen, [0, 1]));
    stop.abort();
    await assert.rejects(reading);
    await eventually(() => assert.equal(api.answers.treeReaders.size, 0));
    api.answers.tree = { nodes: [], orphanedNodes: [] };
  });

  describe("the stream of applications", () => {
    function follow(client: SillageClient, query: Omit<Parameters<SillageClient["watchApplications"]>[0], "signal">) {
      const stop = new AbortController();
      const seen: string[] = [];
      const reading = (async () => {
        for await (const { type, application } of client.watchApplications({ ...query, signal: stop.signal })) seen.push(`${type} ${application.metadata.name}`);
      })();
      return { seen, stop: () => (stop.abort(), assert.rejects(reading)) };
    }
    const put = (name: string, project: string) => api.put(buildApplication({ name, spec: { project } }));
    const touch = (name: string, value: string) => api.patch(name, { metadata: { annotations: { touched: value } } });

    it("tells of some projects only", async () => {
      await put("mine", "stream-a");
      await put("theirs", "stream-b");
      const { seen, stop } = follow(admin, { projects: ["stream-a"] });
      await eventually(() => assert.deepEqual(seen, ["ADDED mine"]));
      await touch("theirs", "1");
      await touch("mine", "1");
      await eventually(() => assert.deepEqual(seen, ["ADDED mine", "MODIFIED mine"]));
      await stop();
    });

    it("goes on after a version, deletions included", async () => {
      for (const name of ["kept", "changed", "removed"]) await put(name, "resumed");
      const { metadata } = (await getJson("/api/v1/applications?fields=metadata")) as { metadata: { resourceVersion: string } };
      await touch("changed", "1");
      await api.kube.delete(api.applications, { namespace: "argocd", name: "removed" }, { signal });
      await eventually(async () => assert.deepEqual((await admin.fetchApplications({ signal, projects: ["resumed"] })).length, 2));
      const { seen, stop } = follow(admin, { projects: ["resumed"], resourceVersion: metadata.resourceVersion });
      await eventually(() => assert.deepEqual(seen, ["DELETED removed", "MODIFIED changed"]));
      await stop();
      const late = follow(admin, { projects: ["resumed"], resourceVersion: "1" });
      await eventually(() => assert.deepEqual(late.seen.toSorted(), ["ADDED changed", "ADDED kept"]));
      await late.stop();
    });

    it("says no more of what the reader may not see any longer", async () => {
      await put("secret", "closed");
      await put("public", "opened");
      const reader = await api.logInAs("p, $me, applications, get, */*, allow");
      const { seen, stop } = follow(createClient({ server: api.url, token: reader.token }), { projects: ["closed", "opened"] });
      await eventually(() => assert.deepEqual(seen.toSorted(), ["ADDED public", "ADDED secret"]));
      await reader.allow("p, $me, applications, get, opened/*, allow");
      await touch("secret", "1");
      await touch("public", "1");
      await eventually(() => assert.deepEqual(seen.slice(2), ["MODIFIED public"]));
      await api.kube.delete(api.applications, { namespace: "argocd", name: "secret" }, { signal });
      await touch("public", "2");
      await eventually(() => assert.deepEqual(seen.slice(2), ["MODIFIED public", "MODIFIED public"]));
      await stop();
    });
  });
});
