import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { SillageClient } from "../../client/index.ts";
import { SillageError } from "../../errors/index.ts";
import { buildBrokenApplication, buildHealthyApplication, buildManagedResources } from "../../../test/builders/shown-applications.ts";
import { assertGolden, runCli, transcript } from "../../../test/support/run-cli.ts";

const applications = [buildHealthyApplication(), buildBrokenApplication()];

const client = {
  fetchApplications: async ({ projects = [] }) => applications.filter(({ spec }) => projects.length === 0 || projects.includes(spec.project)),
  async fetchApplication(name) {
    const found = applications.find(({ metadata }) => metadata.name === name);
    if (found === undefined) throw new SillageError("notFound", `Application "${name}" does not exist in namespace "argocd"`);
    return found;
  },
  async fetchRevisionMetadata(_name, revision) {
    if (revision === "0000000") throw new SillageError("notFound", "The commit is gone");
    return { author: "Ada Lovelace <ada@example.com>", date: "2026-01-02T03:00:00Z", message: "Scale the shop\n\nMore people buy." };
  },
  fetchManagedResources: async (name) => (name === "web" ? buildManagedResources() : []),
  fetchManifests: async () =>
    buildManagedResources()
      .map(({ targetState }) => targetState)
      .slice(0, 2),
} satisfies Partial<SillageClient>;

const formats = ["wide", "json", "yaml", "name"];
const goldens: Readonly<Record<string, readonly (readonly string[])[]>> = {
  list: [...formats.map((format) => ["app", "list", "-o", format]), ["app", "ls", "--project", "infra", "-p", "none"]],
  get: [...formats.map((format) => ["app", "get", "web", "-o", format]), ["app", "get", "web", "--show-operation"], ["app", "get", "samba-ad"], ["app", "get", "none"]],
  history: [...formats.map((format) => ["app", "history", "web", "-o", format]), ["app", "history", "samba-ad"]],
  diff: [
    ["app", "diff", "web"],
    ["app", "diff", "samba-ad"],
    ["app", "diff", "none", "--refresh"],
  ],
  manifests: [["app", "manifests", "web"]],
};

describe("Commands that read", () => {
  for (const [name, runs] of Object.entries(goldens)) {
    it(`print what ${name}.txt shows`, async () => {
      const parts: string[] = [];
      for (const argv of runs) parts.push(transcript(argv, await runCli(argv, { client })));
      await assertGolden(new URL(`../golden/${name}.txt`, import.meta.url), parts.join("\n"));
    });
  }

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
