import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { createClient, type SillageClient } from "../../client/index.ts";
import { stringifyYaml } from "../../kube/yaml/index.ts";
import { buildApplication } from "../../../test/builders/application.ts";
import { startApiServer, type ApiServer } from "../../../test/support/api-server.ts";
import { eventually } from "../../../test/support/eventually.ts";
import { runCli } from "../../../test/support/run-cli.ts";

describe("Commands that change applications, over the real API", { timeout: 30_000 }, () => {
  let api: ApiServer;
  let client: SillageClient;
  before(async () => {
    api = await startApiServer();
    client = createClient({ server: api.url, token: api.token });
  });
  after(() => api.close());

  it("create from flags, once, and change with --upsert", async () => {
    const flags = ["app", "create", "flags", "--repo", "https://git.example.com/shop.git", "--path", "apps/web", "--dest-namespace", "shop"];
    assert.deepEqual(await runCli(flags, { client }), { stdout: "application 'flags' created\n", stderr: "", exitCode: 0 });
    await eventually(() => client.fetchApplication("flags", { signal: AbortSignal.timeout(1000) }));
    assert.deepEqual(await runCli(flags, { client }), { stdout: "application 'flags' unchanged\n", stderr: "", exitCode: 0 });
    const changed = [...flags, "--revision", "v2"];
    const stderr = 'Error: Application "flags": existing application spec is different, use upsert flag to force update\n';
    assert.deepEqual(await runCli(changed, { client }), { stdout: "", stderr, exitCode: 20 });
    assert.deepEqual(await runCli([...changed, "--upsert"], { client }), { stdout: "application 'flags' updated\n", stderr: "", exitCode: 0 });
    const source = { repoURL: "https://git.example.com/shop.git", path: "apps/web", targetRevision: "v2" };
    const spec = { project: "default", source, destination: { server: "https://kubernetes.default.svc", namespace: "shop" } };
    assert.deepEqual((await api.fetch("flags"))?.["spec"], spec);
  });

  it("create from a file of several, or from standard input", async () => {
    const one = buildApplication({ name: "file-one" });
    const files = {
      "apps.yaml": `${stringifyYaml(one)}---\n${stringifyYaml({ ...one, metadata: { name: "file-two" } })}`,
      "-": JSON.stringify({ ...one, metadata: { name: "file-three" } }),
    };
    assert.equal((await runCli(["app", "create", "-f", "apps.yaml"], { client, files })).stdout, "application 'file-one' created\napplication 'file-two' created\n");
    assert.equal((await runCli(["app", "create", "-f", "-"], { client, files })).stdout, "application 'file-three' created\n");
    assert.deepEqual((await api.fetch("file-three"))?.["spec"], JSON.parse(JSON.stringify(one.spec)));
  });

  it("create nothing from a file of something else", async () => {
    const files = { "service.yaml": "---\napiVersion: v1\nkind: Service\nmetadata: {name: web}\n" };
    assert.deepEqual(await runCli(["app", "create", "-f", "service.yaml"], { client, files }), {
      stdout: "",
      stderr: 'Error: "service.yaml:2" is not an Application\n',
      exitCode: 20,
    });
  });

  it("delete what a person agrees to, with its objects or without", async () => {
    for (const name of ["asked-1", "asked-2", "asked-3"]) await api.put(buildApplication({ name }));
    const some = await runCli(["app", "delete", "asked-1", "asked-2"], { client, answers: [false, true] });
    assert.deepEqual(some, {
      stdout: "application 'asked-1' left as it is\napplication 'asked-2' deleted\n",
      stderr: "Delete 'asked-1' and everything it manages?\nDelete 'asked-2' and everything it manages?\n",
      exitCode: 0,
    });
    assert.deepEqual((await api.fetch("asked-2"))?.metadata.finalizers, ["resources-finalizer.argocd.argoproj.io"]);
    const orphaned = await runCli(["app", "delete", "asked-3", "--cascade=false", "--wait"], { client, answers: [true] });
    assert.deepEqual(orphaned, { stdout: "application 'asked-3' deleted\n", stderr: "Delete 'asked-3' and leave what it manages?\n", exitCode: 0 });
    assert.deepEqual([typeof (await api.fetch("asked-1")), await api.fetch("asked-3")], ["object", undefined]);
  });

  it("wait for the end of a deletion", async () => {
    await api.put(buildApplication({ name: "slow" }));
    const deleting = runCli(["app", "delete", "slow", "--yes", "--wait", "-p", "background"], { client });
    await eventually(async () => assert.deepEqual((await api.fetch("slow"))?.metadata.finalizers, ["resources-finalizer.argocd.argoproj.io/background"]));
    await api.patch("slow", { metadata: { finalizers: [] } });
    assert.deepEqual(await deleting, { stdout: "application 'slow' deleted\n", stderr: "", exitCode: 0 });
  });

  it("follow a sync from the request to its end", async () => {
    const before = { operation: { sync: {} }, phase: "Failed", message: "the one before", startedAt: "2026-01-02T03:04:05Z" } as const;
    await api.put(buildApplication({ name: "followed", status: { operationState: before } }));
    const syncing = runCli(["app", "sync", "followed", "-o", "name"], { client });
    await eventually(async () => assert.ok((await api.fetch("followed"))?.["operation"]));
    // The controller ends it within the second in which the last one began.
    await api.patch("followed", { operation: null, status: { operationState: { ...before, phase: "Succeeded", message: "successfully synced" } } });
    const { stdout, exitCode } = await syncing;
    assert.deepEqual([stdout, exitCode], ["argocd/followed\n", 0]);
  });

  it("terminate an operation", async () => {
    await api.put(buildApplication({ name: "busy", status: { operationState: { operation: {}, phase: "Running", startedAt: "2026-01-02T03:04:05Z" } } }));
    assert.deepEqual(await runCli(["app", "terminate-op", "busy"], { client }), { stdout: "Application 'busy' operation terminating\n", stderr: "", exitCode: 0 });
  });
});
