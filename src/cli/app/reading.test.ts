import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createManualClock } from "../../async/index.ts";
import type { SillageClient } from "../../client/index.ts";
import { SillageError } from "../../errors/index.ts";
import { buildApplication } from "../../../test/builders/application.ts";
import { buildBrokenApplication, buildHealthyApplication, buildManagedResources, buildResourceTree } from "../../../test/builders/shown-applications.ts";
import { assertGolden, runCli, transcript } from "../../../test/support/run-cli.ts";

const applications = [buildHealthyApplication(), buildBrokenApplication()];
/** Of several sources, one of them a chart. */
const charted = buildApplication({
  name: "charted",
  spec: {
    sources: [
      {
        repoURL: "https://charts.example.com",
        chart: "nginx",
        targetRevision: "1.0",
        helm: { valueFiles: ["a.yaml", "$values/b.yaml"], parameters: [{ name: "replicas", value: "2" }] },
      },
      { repoURL: "https://git.example.com/shop.git", ref: "values" },
    ],
  },
});

const client = {
  fetchApplications: async ({ projects = [] }) => applications.filter(({ spec }) => projects.length === 0 || projects.includes(spec.project)),
  async fetchApplication(name) {
    const found = [...applications, charted].find(({ metadata }) => name.endsWith(metadata.name ?? ""));
    if (found === undefined) throw new SillageError("notFound", `Application "${name}" does not exist in namespace "argocd"`);
    return found;
  },
  async fetchRevisionMetadata(_name, revision) {
    if (revision === "0000000") throw new SillageError("notFound", "The commit is gone");
    return { author: "Ada Lovelace <ada@example.com>", date: "2026-01-02T03:00:00Z", message: "Scale the shop\n\nMore people buy." };
  },
  fetchApplicationWindows: async (name) => (name === "web" ? noWindows : { activeWindows: [], assignedWindows: [nightly], canSync: false }),
  fetchManagedResources: async (name) => (name.endsWith("web") ? buildManagedResources() : []),
  fetchResourceTree: async () => buildResourceTree(),
  async fetchResource(_name, { kind, resourceName: name }) {
    const spec = { nodeName: "node-1", containers: [{ name: "web", image: "web:2", ports: [{ containerPort: 80 }] }] };
    return { apiVersion: "v1", kind, metadata: { name, namespace: "shop" }, spec, status: { podIP: name === "web-1" ? "10.0.0.1" : "10.0.0.2" } };
  },
  fetchResourceActions: async () => [{ name: "restart" }, { name: "scale", disabled: true }],
  async *streamLogs(_name, { tailLines, follow }) {
    const lines = ["listening on :80", "GET /", "GET /favicon.ico"];
    for (const [index, content] of lines.slice(-(tailLines ?? lines.length)).entries()) {
      const timeStamp = `2026-01-02T03:04:0${index}Z`;
      yield { content, timeStamp, timeStampStr: timeStamp, podName: "web-1", last: false };
    }
    if (follow !== true) yield { content: "", timeStamp: "", timeStampStr: "", podName: "", last: true };
  },
  fetchManifests: async () =>
    buildManagedResources()
      .map(({ targetState }) => targetState)
      .slice(0, 2),
} satisfies Partial<SillageClient>;

const nightly = { kind: "allow", schedule: "0 2 * * *", duration: "1h", manualSync: false };
const noWindows = { activeWindows: [], assignedWindows: [], canSync: true };
const clock = createManualClock(Date.parse("2026-01-03T03:04:05Z"));

const formats = ["wide", "json", "yaml", "name"];
const goldens: Readonly<Record<string, readonly (readonly string[])[]>> = {
  list: [
    ...formats.map((format) => ["app", "list", "-o", format]),
    ["app", "ls", "--project", "infra", "-p", "none"],
    ["app", "list", "-P", "apps/web", "-c", "https://kubernetes.default.svc", "-o", "name"],
    ["app", "list", "-c", "other"],
  ],
  get: [
    ...formats.map((format) => ["app", "get", "web", "-o", format]),
    ["app", "get", "web", "-o", "tree"],
    ["app", "get", "web", "-o", "tree=detailed"],
    ["app", "get", "web", "--show-operation", "--show-params"],
    ["app", "get", "samba-ad"],
    ["app", "get", "charted", "--show-params", "--source-position", "1"],
    ["app", "get", "charted", "--show-params"],
    ["app", "get", "none"],
  ],
  history: [...formats.map((format) => ["app", "history", "web", "-o", format]), ["app", "history", "web", "-o", "id"], ["app", "history", "samba-ad"]],
  diff: [
    ["app", "diff", "web"],
    ["app", "diff", "samba-ad"],
    ["app", "diff", "none", "--refresh"],
  ],
  manifests: [
    ["app", "manifests", "web"],
    ["app", "manifests", "web", "--source", "live"],
  ],
  resources: [
    ["app", "resources", "web"],
    ["app", "resources", "web", "--orphaned"],
    ["app", "resources", "web", "--output", "tree"],
    ["app", "resources", "web", "--output", "tree=detailed"],
  ],
  "get-resource": [
    ["app", "get-resource", "web", "--kind", "Pod", "--resource-name", "web-1"],
    ["app", "get-resource", "web", "--kind", "Pod", "--filter-fields", "status.podIP,spec.containers.image"],
    ["app", "get-resource", "web", "--kind", "Pod", "--filter-fields", "status.podIP", "-o", "json"],
    ["app", "get-resource", "web", "--kind", "Pod", "--resource-name", "web-2", "-o", "yaml"],
    ["app", "get-resource", "web", "--kind", "Secret"],
    ["app", "get-resource", "web"],
  ],
  actions: [
    ["app", "actions", "list", "web", "--kind", "ConfigMap", "--resource-name", "old"],
    ["app", "actions", "list", "web", "--kind", "Secret", "-o", "json"],
    ["app", "actions", "list", "web", "--kind", "Service"],
  ],
  logs: [
    ["app", "logs", "web"],
    ["app", "logs", "web", "--tail", "1", "-f"],
  ],
};

describe("Commands that read", () => {
  for (const [name, runs] of Object.entries(goldens)) {
    it(`print what ${name}.txt shows`, async () => {
      const parts: string[] = [];
      for (const argv of runs) parts.push(transcript(argv, await runCli(argv, { client, clock })));
      await assertGolden(new URL(`../golden/${name}.txt`, import.meta.url), parts.join("\n"));
    });
  }

  it("print names for a completion as commands take them", async () => {
    const elsewhere = buildApplication({ name: "api", namespace: "team" });
    const known = { fetchApplications: async () => [...applications, elsewhere], fetchSettings: async () => ({ controllerNamespace: "argocd" }) };
    assert.equal((await runCli(["app", "complete-names"], { client: known })).stdout, "samba-ad\nteam/api\nweb\n");
  });

  it("ask for a refresh as the flag says", async () => {
    const asked: unknown[] = [];
    const recording = { ...client, fetchApplication: async (name: string, { refresh }: { readonly refresh?: string }) => (asked.push(refresh), client.fetchApplication(name)) };
    for (const flag of ["--refresh", "--hard-refresh"]) for (const verb of ["get", "diff"]) await runCli(["app", verb, "web", flag], { client: recording });
    assert.deepEqual(asked, ["normal", "normal", "hard", "hard"]);
  });

  for (const { flags, want } of [
    { flags: [], want: 1 },
    { flags: ["--exit-code", "false"], want: 0 },
    { flags: ["--exit-code=false", "--diff-exit-code", "7"], want: 0 },
    { flags: ["--diff-exit-code", "7"], want: 7 },
  ]) {
    it(`end a diff with ${["diff", ...flags].join(" ")} with ${want}`, async () => {
      assert.equal((await runCli(["app", "diff", "web", ...flags], { client })).exitCode, want);
      assert.equal((await runCli(["app", "diff", "samba-ad", ...flags], { client })).exitCode, 0);
    });
  }

  it("refuse both refreshes at once", async () => {
    const { stderr, exitCode } = await runCli(["app", "get", "web", "--refresh", "--hard-refresh"], { client });
    assert.deepEqual([stderr.split("\n")[0], exitCode], ["error: option '--hard-refresh' cannot be used with option '--refresh'", 1]);
  });
});
