import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { createManualClock } from "../../async/index.ts";
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

  /** A person looks at the run. */
  const deps = { stderr: { write: () => undefined, terminal: { columns: 80, hasColors: false } } };

  it("delete what a person agrees to", async () => {
    for (const name of ["asked-1", "asked-2"]) await api.put(buildApplication({ name }));
    assert.deepEqual(await runCli(["app", "delete", "asked-1"], { client, deps, answers: [false] }), {
      stdout: "application 'asked-1' left as it is\n",
      stderr: "Delete 'asked-1' and everything it manages?\n",
      exitCode: 0,
    });
    assert.equal((await runCli(["app", "delete", "asked-2"], { client, deps, answers: [true] })).stdout, "application 'asked-2' deleted\n");
    assert.deepEqual((await api.fetch("asked-2"))?.metadata.finalizers, ["resources-finalizer.argocd.argoproj.io"]);
    assert.equal(typeof (await api.fetch("asked-1")), "object");
  });

  it("delete several, asking until the person says all", async () => {
    const names = ["all-1", "all-2", "all-3", "all-4"];
    for (const name of names) await api.put(buildApplication({ name }));
    assert.deepEqual(await runCli(["app", "delete", ...names], { client, deps, answers: ["n", "y", "a"] }), {
      stdout: "application 'all-1' left as it is\napplication 'all-2' deleted\napplication 'all-3' deleted\napplication 'all-4' deleted\n",
      stderr: ["all-1", "all-2", "all-3"].map((name) => `Delete '${name}' and everything it manages? [y/n/a]\n`).join(""),
      exitCode: 0,
    });
  });

  it("delete without a question in a script, with --yes, and where objects stay", async () => {
    for (const name of ["script", "yes", "orphans"]) await api.put(buildApplication({ name }));
    assert.equal((await runCli(["app", "delete", "script"], { client })).stdout, "application 'script' deleted\n");
    assert.equal((await runCli(["app", "delete", "yes", "-y"], { client, deps })).stdout, "application 'yes' deleted\n");
    const orphaned = await runCli(["app", "delete", "--cascade=false", "orphans", "--wait"], { client, deps });
    assert.deepEqual([orphaned.stdout, await api.fetch("orphans")], ["application 'orphans' deleted\n", undefined]);
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

  it("change and take back single fields", async () => {
    await api.put(buildApplication({ name: "fields", spec: { syncPolicy: {} } }));
    const updated = { stdout: "application 'fields' updated\n", stderr: "", exitCode: 0 };
    assert.deepEqual(await runCli(["app", "set", "fields", "--revision", "v2", "--kustomize-image", "web:2", "--sync-policy", "auto", "--self-heal"], { client }), updated);
    const source = { repoURL: "https://git.example.com/shop.git", path: "apps/fields", targetRevision: "v2" };
    const spec = { project: "default", source, destination: { server: "https://kubernetes.default.svc", namespace: "shop" }, syncPolicy: { automated: { selfHeal: true } } };
    assert.deepEqual((await api.fetch("fields"))?.["spec"], { ...spec, source: { ...source, kustomize: { images: ["web:2"] } } });
    assert.deepEqual(await runCli(["app", "unset", "argocd/fields", "--kustomize-image", "web"], { client }), { ...updated, stdout: "application 'argocd/fields' updated\n" });
    assert.deepEqual((await api.fetch("fields"))?.["spec"], spec);
    assert.deepEqual(await runCli(["app", "set", "fields"], { client }), { stdout: "", stderr: "Error: Give at least one flag that changes something\n", exitCode: 1 });
  });

  it("add a source and remove it", async () => {
    await api.put(buildApplication({ name: "sources" }));
    const updated = { stdout: "Application 'sources' updated successfully\n", stderr: "", exitCode: 0 };
    const second = ["--repo", "https://charts.example.com", "--helm-chart", "nginx", "--revision", "1.0", "--source-name", "chart"];
    assert.deepEqual(await runCli(["app", "add-source", "sources", ...second], { client }), updated);
    const first = { repoURL: "https://git.example.com/shop.git", path: "apps/sources", targetRevision: "main" };
    const sourcesNow = async (): Promise<unknown> => JSON.parse(JSON.stringify((await api.fetch("sources"))?.["spec"])).sources;
    assert.deepEqual(await sourcesNow(), [first, { repoURL: "https://charts.example.com", chart: "nginx", targetRevision: "1.0", name: "chart" }]);
    assert.deepEqual(await runCli(["app", "remove-source", "sources", "--source-name", "chart"], { client }), updated);
    assert.deepEqual(await sourcesNow(), [first]);
    const refused = await runCli(["app", "remove-source", "sources", "--source-position", "1"], { client });
    assert.deepEqual(refused, { stdout: "", stderr: 'Error: Cannot remove the only source of application "sources"\n', exitCode: 1 });
  });

  it("patch, and confirm a deletion", async () => {
    await api.put(buildApplication({ name: "patched" }));
    const patched = await runCli(["app", "patch", "patched", "--patch", '[{"op": "replace", "path": "/spec/source/targetRevision", "value": "v3"}]'], { client });
    assert.match(patched.stdout, /^apiVersion: argoproj\.io\/v1alpha1\nkind: Application\n[^]*targetRevision: v3\n/);
    await runCli(["app", "patch", "patched", "--type", "merge", "--patch", '{"spec": {"source": {"targetRevision": "v4"}}}'], { client });
    const clock = createManualClock(Date.parse("2026-01-02T03:04:05.678Z"));
    assert.equal((await runCli(["app", "confirm-deletion", "patched"], { client, clock })).stdout, "Application 'patched' updated successfully\n");
    const { metadata, spec } = await client.fetchApplication("patched", { signal: AbortSignal.timeout(1000) });
    assert.deepEqual([metadata.annotations, spec.source?.targetRevision], [{ "argocd.argoproj.io/deletion-approved": "2026-01-02T03:04:05Z" }, "v4"]);
  });

  it("edit the spec in an editor, again while it makes no sense", async () => {
    await api.put(buildApplication({ name: "edited" }));
    const shown: string[] = [];
    const edits = [(text: string) => text.replace("project: default", "project: [1]"), (text: string) => text.replace("project: [1]", "project: default").replace("main", "v5")];
    const editText = async (text: string): Promise<string> => (shown.push(text), edits.shift()?.(text) ?? text);
    assert.equal((await runCli(["app", "edit", "edited"], { client, deps: { editText } })).stdout, "application 'edited' updated\n");
    assert.match(shown[1] ?? "", /^# Cannot read Application "argocd\/edited": spec\.project must be string\nproject: \[1\]\n/);
    assert.equal((await client.fetchApplication("edited", { signal: AbortSignal.timeout(1000) })).spec.source?.targetRevision, "v5");
    assert.equal((await runCli(["app", "edit", "edited"], { client, deps: { editText: async (text) => text } })).stdout, "Edit cancelled, no changes made\n");
  });
});
