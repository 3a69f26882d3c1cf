import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Application } from "../api/index.ts";
import { createClient, type SillageClient } from "../client/index.ts";
import { isSillageError, type ErrorCode } from "../errors/index.ts";
import { buildApplication, type ApplicationParts } from "../../test/builders/application.ts";
import { startApiServer, type ApiServer } from "../../test/support/api-server.ts";
import { eventually } from "../../test/support/eventually.ts";

const signal = AbortSignal.timeout(30_000);
const refresh = "argocd.argoproj.io/refresh";
const initiatedBy = { username: "admin" };

/** Passes when the call fails with this code and message. */
async function assertFails(call: Promise<unknown>, code: ErrorCode, message: string): Promise<void> {
  await assert.rejects(call, (error) => {
    assert.ok(isSillageError(error));
    assert.deepEqual([error.code, error.message], [code, message]);
    return true;
  });
}

async function* takeOne<T>(items: AsyncIterable<T>): AsyncIterable<T> {
  for await (const item of items) {
    yield item;
    return;
  }
}

describe("Applications over HTTP", { timeout: 30_000 }, () => {
  let api: ApiServer;
  let client: SillageClient;
  before(async () => {
    api = await startApiServer();
    client = createClient({ server: api.url, token: api.token });
  });
  after(() => api.close());

  let count = 0;
  /** A new application in the cluster. */
  async function given(parts: Omit<ApplicationParts, "name"> = {}): Promise<string> {
    count += 1;
    const name = `app-${count}`;
    await api.put(buildApplication({ ...parts, name }));
    return name;
  }
  async function operationOf(name: string): Promise<unknown> {
    return (await api.fetch(name))?.["operation"];
  }

  it("says that there is no such application, whatever is asked", async () => {
    const message = (action: string) => `permission denied: there is no application "none" in namespace "argocd" that you may ${action}`;
    const calls: readonly (readonly [string, Promise<unknown>])[] = [
      ["get", client.fetchApplication("none", { signal })],
      ["get", client.fetchApplication("none", { signal, refresh: "normal" })],
      ["sync", client.syncApplication("none", {}, { signal })],
      ["sync", client.rollbackApplication("none", {}, { signal })],
      ["sync", client.terminateOperation("none", { signal })],
      ["delete", client.deleteApplication("none", { signal, cascade: true })],
      ["get", client.fetchManagedResources("none", { signal })],
      ["get", client.fetchManifests("none", { signal })],
      ["get", client.fetchRevisionMetadata("none", "abc", { signal })],
    ];
    await Promise.all(calls.map(([action, call]) => assertFails(call, "forbidden", message(action))));
  });

  it("lists by label and project", async () => {
    const team = (name: string, labels: Readonly<Record<string, string>>, project: string): Application => {
      const application = buildApplication({ name, spec: { project } });
      return { ...application, metadata: { ...application.metadata, labels } };
    };
    await api.put(team("list-a", { team: "a", tier: "web" }, "one"));
    await api.put(team("list-b", { team: "b", tier: "web" }, "one"));
    await api.put(team("list-c", { team: "c", tier: "db" }, "two"));
    const names = async (query: { readonly selector?: string; readonly projects?: readonly string[] }): Promise<readonly string[]> =>
      (await client.fetchApplications({ signal, ...query })).map((application) => application.metadata.name ?? "").toSorted();
    assert.deepEqual(await names({ selector: "tier=web" }), ["list-a", "list-b"]);
    assert.deepEqual(await names({ selector: "tier,team notin (a,b)" }), ["list-c"]);
    assert.deepEqual(await names({ projects: ["one"], selector: "team=b" }), ["list-b"]);
    assert.deepEqual(await names({ projects: ["one", "two"] }), ["list-a", "list-b", "list-c"]);
    await assert.rejects(client.fetchApplications({ signal, selector: "tier in web" }), (error) => isSillageError(error, "invalid"));
  });

  it("answers without managedFields", async () => {
    const created = await client.createApplication(buildApplication({ name: "lean" }), { signal, upsert: false });
    assert.equal(created.metadata["managedFields"], undefined);
    assert.equal((await eventually(() => client.fetchApplication("lean", { signal }))).metadata["managedFields"], undefined);
  });

  it("creates what was sent, and again the same", async () => {
    const wanted = buildApplication({ name: "created", annotations: { note: "x" } });
    const first = await client.createApplication(wanted, { signal, upsert: false });
    const second = await client.createApplication(wanted, { signal, upsert: false });
    assert.deepEqual([first.spec, first.metadata["annotations"], second.metadata.resourceVersion], [wanted.spec, { note: "x" }, first.metadata.resourceVersion]);
  });

  it("changes an existing application only with upsert, and then takes fields away, too", async () => {
    const name = await given({ annotations: { kept: "yes" } });
    const wanted = buildApplication({ name, annotations: { added: "yes" }, spec: { syncPolicy: {} } });
    await assertFails(
      client.createApplication(wanted, { signal, upsert: false }),
      "invalid",
      `Application "${name}": existing application spec is different, use upsert flag to force update`,
    );
    const updated = await client.createApplication(wanted, { signal, upsert: true });
    assert.deepEqual([updated.spec, updated.metadata["annotations"]], [wanted.spec, { kept: "yes", added: "yes" }]);
  });

  const invalid = [
    { name: "no name", application: { ...buildApplication(), metadata: {} }, want: "An application needs a name" },
    {
      name: "another namespace",
      application: buildApplication({ name: "web", namespace: "shop" }),
      want: 'Application "web": namespace "shop" is not permitted, applications live in "argocd"',
    },
    {
      name: "no path and two destinations",
      application: buildApplication({ name: "web", spec: { source: { repoURL: "https://git.example.com/a.git" }, destination: { server: "https://a", name: "b" } } }),
      want: 'Application "web" is not valid: spec.destination: has both server "https://a" and name "b", only one may be set; spec.source: one of path, chart and ref must be set',
    },
    { name: "no object", application: { kind: "Application" }, want: "An Application needs apiVersion, kind and metadata" },
  ];
  for (const { name, application, want } of invalid) {
    it(`refuses to create one with ${name}`, () => assertFails(client.createApplication(application, { signal, upsert: false }), "invalid", want));
  }

  it("waits with a refresh until the controller has consumed it", async () => {
    const name = await given();
    let isAnswered = false;
    const refreshed = client.fetchApplication(name, { signal, refresh: "hard" }).finally(() => (isAnswered = true));
    await eventually(async () => assert.equal((await api.fetch(name))?.metadata.annotations?.[refresh], "hard"));
    await api.patch(name, { metadata: { labels: { unrelated: "change" } } });
    await eventually(async () => assert.equal((await client.fetchApplication(name, { signal })).metadata["labels"]?.["unrelated"], "change"));
    assert.equal(isAnswered, false);
    await api.patch(name, { metadata: { annotations: { [refresh]: null } }, status: { reconciledAt: "2026-01-02T03:04:05Z" } });
    assert.equal((await refreshed).status.reconciledAt, "2026-01-02T03:04:05Z");
  });

  it("says so when the application goes away under a refresh", async () => {
    const name = await given();
    const failed = assertFails(client.fetchApplication(name, { signal, refresh: "normal" }), "notFound", `Application "${name}" was deleted while it was refreshed`);
    await eventually(async () => assert.equal((await api.fetch(name))?.metadata.annotations?.[refresh], "normal"));
    await api.kube.delete(api.applications, { namespace: "argocd", name }, { signal });
    await failed;
  });

  it("starts a sync by writing an operation", async () => {
    const name = await given({ spec: { syncPolicy: { syncOptions: ["CreateNamespace=true"], retry: { limit: 2 } } } });
    const answer = await client.syncApplication(name, { prune: true, resources: [{ group: "apps", kind: "Deployment", name: "web" }] }, { signal });
    const want = {
      sync: { prune: true, resources: [{ group: "apps", kind: "Deployment", name: "web" }], syncOptions: ["CreateNamespace=true"] },
      initiatedBy,
      retry: { limit: 2 },
    };
    assert.deepEqual([answer.operation, await operationOf(name)], [want, want]);
  });

  const running = { operation: { sync: {} }, startedAt: "2026-01-02T03:04:05Z" } as const;
  const busy: readonly { name: string; parts: Omit<ApplicationParts, "name"> }[] = [
    { name: "an operation is asked for already", parts: { operation: { sync: { revision: "main" } } } },
    { name: "automation syncs", parts: { status: { operationState: { ...running, phase: "Running" } } } },
    { name: "an operation is being terminated", parts: { status: { operationState: { ...running, phase: "Terminating" } } } },
  ];
  for (const { name: reason, parts } of busy) {
    it(`starts nothing while ${reason}`, async () => {
      const name = await given(parts);
      const message = `Application "${name}": another operation is already in progress`;
      await assertFails(client.syncApplication(name, {}, { signal }), "conflict", message);
      await assertFails(client.rollbackApplication(name, {}, { signal }), "conflict", message);
      assert.deepEqual(await operationOf(name), parts.operation);
    });
  }

  it("lets one of many simultaneous syncs through", async () => {
    const name = await given();
    const outcomes = await Promise.allSettled(["a", "b", "c", "d"].map((value) => client.syncApplication(name, { infos: [{ name: "who", value }] }, { signal })));
    const started = outcomes.filter((outcome) => outcome.status === "fulfilled").map(({ value }) => value.operation);
    assert.deepEqual(started, [await operationOf(name)]);
  });

  it("starts no sync of what is being deleted", async () => {
    const name = await given();
    await api.patch(name, { metadata: { finalizers: ["example.com/hold"] } });
    await api.kube.delete(api.applications, { namespace: "argocd", name }, { signal });
    await assertFails(client.syncApplication(name, {}, { signal }), "conflict", `Application "${name}" is being deleted`);
    await api.patch(name, { metadata: { finalizers: [] } });
  });

  it("rolls back with automated sync on", async () => {
    const source = { repoURL: "https://git.example.com/shop.git", path: "apps/old" };
    const entry = (id: number, revision: string) => ({ id, revision, source, deployedAt: "2026-01-02T03:04:05Z" });
    const name = await given({ status: { history: [entry(0, "aaa"), entry(1, "bbb"), entry(2, "ccc")] } });
    await client.rollbackApplication(name, {}, { signal });
    assert.deepEqual(await operationOf(name), { sync: { revision: "bbb", source, syncStrategy: { apply: {} } }, initiatedBy });
  });

  it("terminates a running operation, and only such a one", async () => {
    const name = await given();
    await assertFails(client.terminateOperation(name, { signal }), "invalid", `Application "${name}": no operation is in progress`);
    await api.patch(name, { status: { operationState: { ...running, phase: "Running" } } });
    await client.terminateOperation(name, { signal });
    assert.deepEqual((await api.fetch(name))?.["status"], { operationState: { ...running, phase: "Terminating" } });
  });

  const deletions = [
    { name: "with its objects", options: { cascade: true }, want: ["resources-finalizer.argocd.argoproj.io"] },
    { name: "in the background", options: { cascade: true, propagationPolicy: "background" as const }, want: ["resources-finalizer.argocd.argoproj.io/background"] },
  ];
  for (const { name: how, options, want } of deletions) {
    it(`deletes ${how}`, async () => {
      const name = await given();
      await client.deleteApplication(name, { signal, ...options });
      const left = await api.fetch(name);
      assert.deepEqual([left?.metadata.finalizers, typeof left?.metadata.deletionTimestamp], [want, "string"]);
      await api.patch(name, { metadata: { finalizers: [] } });
    });
  }

  it("deletes without cascade, also what was made with a finalizer", async () => {
    const name = await given();
    await api.patch(name, { metadata: { finalizers: ["resources-finalizer.argocd.argoproj.io"] } });
    await client.deleteApplication(name, { signal, cascade: false });
    assert.equal(await api.fetch(name), undefined);
  });

  it("patches", async () => {
    const name = await given();
    const patch = (body: object) =>
      fetch(`${api.url}/api/v1/applications/${name}`, {
        method: "PATCH",
        headers: { authorization: `Bearer ${api.token}`, "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    const answer = await patch({ patch: JSON.stringify({ spec: { syncPolicy: null, source: { path: "elsewhere" } } }), patchType: "merge" });
    const { syncPolicy: _syncPolicy, ...spec } = buildApplication({ name }).spec;
    assert.deepEqual(((await answer.json()) as Application).spec, { ...spec, source: { ...spec.source, path: "elsewhere" } });
    assert.equal((await patch({ patch: "no" })).status, 400);
  });

  it("knows an application by its full name, in no other namespace", async () => {
    const name = await given();
    const { metadata } = await client.fetchApplication(`argocd/${name}`, { signal });
    const [first] = await Array.fromAsync(takeOne(client.watchApplications({ signal, name: `argocd/${name}` })));
    assert.deepEqual([metadata.name, first?.application.metadata.name], [name, name]);
    const message = (action: string) => `permission denied: there is no application "${name}" in namespace "shop" that you may ${action}`;
    await assertFails(client.syncApplication(`shop/${name}`, {}, { signal }), "forbidden", message("sync"));
    await assertFails(client.deleteApplication(`shop/${name}`, { signal, cascade: true }), "forbidden", message("delete"));
  });

  it("passes on manifests, differences and commits", async () => {
    const name = await given();
    const resource = {
      group: "",
      version: "v1",
      kind: "ConfigMap",
      namespace: "shop",
      name: "settings",
      targetState: "{}",
      liveState: "null",
      normalizedLiveState: "null",
      predictedLiveState: "{}",
      modified: true,
    };
    api.answers.managedResources = [resource];
    assert.deepEqual(await client.fetchManagedResources(name, { signal }), [resource]);
    assert.deepEqual(await client.fetchManifests(name, { signal }), ['{"revision":"of the spec"}']);
    assert.deepEqual(await client.fetchManifests(name, { signal, revision: "v2" }), ['{"revision":"v2"}']);
    assert.deepEqual(await client.fetchRevisionMetadata(name, "abc/def", { signal }), api.answers.metadata);
    await assertFails(client.fetchRevisionMetadata(name, "0000000", { signal }), "notFound", 'Commit "0000000" is not in the repository any more');
  });
});
