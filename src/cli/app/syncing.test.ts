import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { SyncRequest } from "../../api/index.ts";
import type { SillageClient } from "../../client/index.ts";
import type { CliDeps } from "../deps.ts";
import { buildApplication } from "../../../test/builders/application.ts";
import { buildManagedResources } from "../../../test/builders/shown-applications.ts";
import { assertGolden, runCli, transcript } from "../../../test/support/run-cli.ts";

const deployment = { group: "apps", version: "v1", kind: "Deployment", namespace: "shop", name: "web" };
const settings = { version: "v1", kind: "ConfigMap", namespace: "shop", name: "settings" };
const manifest = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "new", namespace: "shop" }, data: { a: "2" } };
const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "keys", namespace: "shop" } };
const manual = buildApplication({ spec: { syncPolicy: {} }, status: { resources: [deployment, settings] } });
const automated = buildApplication({ name: "auto", status: { resources: [deployment] } });
const two = buildApplication({
  name: "two",
  spec: {
    sources: [
      { repoURL: "https://a", path: "." },
      { repoURL: "https://b", path: ".", name: "values" },
    ],
  },
});

/** What the server was asked. */
function createRecordingClient() {
  const requests: SyncRequest[] = [];
  const asked: unknown[] = [];
  const client = {
    fetchApplication: async (name) => [manual, automated, two].find(({ metadata }) => metadata.name === name.replace("argocd/", "")) ?? assert.fail(name),
    syncApplication: async (_name, request) => (requests.push(request), manual),
    async fetchManifests(_name, { signal: _signal, ...which }) {
      asked.push(which);
      return [{ ...manifest, metadata: { ...manifest.metadata, labels: { tier: "web" } } }, secret].map((object) => JSON.stringify(object));
    },
    fetchManagedResources: async (name) => (name === "argocd/two" ? [] : buildManagedResources()),
    async fetchServerSideDiff(_name, manifests) {
      asked.push(manifests.map((text) => JSON.parse(text).metadata.name));
      const [, created] = buildManagedResources();
      return created === undefined ? [] : [created];
    },
  } satisfies Partial<SillageClient>;
  return { client, requests, asked };
}

const folders: unknown[] = [];
const renderFolder: CliDeps["renderFolder"] = async (folder, { signal: _signal, ...options }) => (folders.push({ folder, ...options }), [manifest, secret]);

const cases: readonly { readonly flags: readonly string[]; readonly want: SyncRequest }[] = [
  { flags: ["web"], want: {} },
  { flags: ["web", "--revision", "v2"], want: { revision: "v2" } },
  { flags: ["two", "--revisions", "v1", "--source-names", "values"], want: { revisions: ["v1"], sourcePositions: [2] } },
  { flags: ["two", "--revisions", "v1", "--revisions", "v2", "--source-positions", "1,2"], want: { revisions: ["v1", "v2"], sourcePositions: [1, 2] } },
  { flags: ["web", "--resource", "*:Deployment:*"], want: { resources: [{ group: "apps", kind: "Deployment", name: "web", namespace: "shop" }] } },
  { flags: ["web", "--resource", "!apps:Deployment:web"], want: { resources: [{ group: "", kind: "ConfigMap", name: "settings", namespace: "shop" }] } },
  { flags: ["web", "--label", "tier=web"], want: { resources: [{ group: "", kind: "ConfigMap", name: "new", namespace: "shop" }] } },
  { flags: ["web", "--local", "apps/web"], want: { manifests: [JSON.stringify(manifest), JSON.stringify(secret)] } },
  { flags: ["auto", "--local", "apps/web", "--dry-run"], want: { dryRun: true, manifests: [JSON.stringify(manifest), JSON.stringify(secret)] } },
];

describe("sillage app sync", () => {
  for (const { flags, want } of cases) {
    it(`asks for ${flags.join(" ")}`, async () => {
      const { client, requests } = createRecordingClient();
      assert.deepEqual([await runCli(["app", "sync", ...flags, "--async"], { client, deps: { renderFolder } }), requests], [{ stdout: "", stderr: "", exitCode: 0 }, [want]]);
    });
  }

  const refused: readonly { readonly flags: readonly string[]; readonly want: string }[] = [
    { flags: ["web", "--resource", "apps:Deployment:api"], want: "No matching app resources found for resource filter: apps:Deployment:api" },
    { flags: ["web", "--label", "tier=db"], want: "No matching resources found for labels: tier=db" },
    { flags: ["auto", "--local", "."], want: "Cannot use local sync when Automatic Sync Policy is enabled except with --dry-run" },
    { flags: ["two", "--local", ".", "--dry-run"], want: 'Application "two" has several sources, --local goes with one' },
    { flags: ["web", "two", "--revisions", "v1", "--source-positions", "1"], want: "--revisions go with one application" },
  ];
  for (const { flags, want } of refused) {
    it(`refuses ${flags.join(" ")}`, async () => {
      const { client, requests } = createRecordingClient();
      assert.deepEqual([await runCli(["app", "sync", ...flags], { client, deps: { renderFolder } }), requests], [{ stdout: "", stderr: `Error: ${want}\n`, exitCode: 1 }, []]);
    });
  }

  it("shows what would change and asks, as preview.txt shows", async () => {
    const parts: string[] = [];
    for (const { argv, answers, want } of [
      { argv: ["app", "sync", "web", "--preview-changes", "--async"], answers: [false], want: 0 },
      { argv: ["app", "sync", "web", "--preview-changes", "--async"], answers: [true], want: 1 },
      { argv: ["app", "sync", "web", "--preview-changes", "--assumeYes", "--async"], answers: [], want: 1 },
      { argv: ["app", "sync", "two", "--preview-changes", "--async"], answers: [], want: 0 },
    ]) {
      const { client, requests } = createRecordingClient();
      parts.push(transcript(argv, await runCli(argv, { client, answers })));
      assert.equal(requests.length, want);
    }
    await assertGolden(new URL("../golden/preview.txt", import.meta.url), parts.join("\n"));
  });
});

describe("sillage app diff", () => {
  it("compares with a folder rendered as the application would be, without its Secrets", async () => {
    const { client, asked } = createRecordingClient();
    folders.length = 0;
    const { stdout, exitCode } = await runCli(["app", "diff", "web", "--local", "apps/web", "--local-repo-root", ".", "--server-side-generate"], {
      client,
      deps: { renderFolder },
    });
    const headings = stdout.split("\n").filter((line) => line.startsWith("====="));
    assert.deepEqual([headings, exitCode, asked], [["===== /ConfigMap shop/new ======", "===== /ConfigMap shop/old ======", "===== /ConfigMap shop/same ======"], 1, [["new"]]]);
    assert.deepEqual(folders, [{ folder: "apps/web", root: ".", source: manual.spec.source, appName: "web", namespace: "shop" }]);
  });

  it("compares with another revision", async () => {
    const { client, asked } = createRecordingClient();
    assert.equal((await runCli(["app", "diff", "web", "--revision", "v2"], { client })).exitCode, 1);
    assert.deepEqual(asked, [{ revision: "v2" }, ["new"]]);
  });

  it("is shown by the program that a person has chosen", async () => {
    const seen: unknown[] = [];
    const externalDiff: CliDeps["externalDiff"] = async (difference) => void seen.push(difference);
    const { stdout, exitCode } = await runCli(["app", "diff", "web"], { client: createRecordingClient().client, deps: { externalDiff } });
    assert.equal(stdout, "\n===== /Secret shop/keys ======\n\n===== /ConfigMap shop/new ======\n\n===== /ConfigMap shop/old ======\n");
    const created = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: new\n  namespace: shop\ndata:\n  a: "1"\n';
    assert.deepEqual([exitCode, seen.length, seen[1]], [1, 3, { name: "new", live: "", desired: created }]);
  });

  it("is coloured on a terminal", async () => {
    let text = "";
    const stdout = { write: (more: string) => void (text += more), terminal: { columns: 80, hasColors: true } };
    await runCli(["app", "diff", "web"], { client: createRecordingClient().client, deps: { stdout } });
    const shown = text.replaceAll("\u001B", "ESC").split("\n").slice(1, 12);
    assert.deepEqual(shown, [
      "ESC[1m===== /Secret shop/keys ======ESC[22m",
      "ESC[31m--- liveESC[39m",
      "ESC[32m+++ desiredESC[39m",
      "ESC[36m@@ -4,4 +4,4 @@ESC[39m",
      "   name: keys",
      "   namespace: shop",
      " data:",
      "ESC[31m-  token: ++++++++ESC[39m",
      "ESC[32m+  token: +++++++++ESC[39m",
      "",
      "ESC[1m===== /ConfigMap shop/new ======ESC[22m",
    ]);
  });
});
