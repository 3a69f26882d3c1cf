import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Command } from "commander";
import type { Repository } from "../api/index.ts";
import { createClient, type SillageClient } from "../client/index.ts";
import type { CliSettings } from "./connection/index.ts";
import type { ServeCommand } from "./deps.ts";
import { assertGolden, runCli, transcript } from "../../test/support/run-cli.ts";
import { createProgram } from "./program.ts";

const noServer = "Error: No server: start `sillage server` on this machine, or give --server and --auth-token\n";

/** A server that takes every repository. */
function createRepositoryClient() {
  const requests: { readonly repository: object; readonly upsert: boolean }[] = [];
  const client = {
    createRepository: async (repository, { upsert }) => (requests.push({ repository: JSON.parse(JSON.stringify(repository)), upsert }), repository as Repository),
    fetchRepositories: async () => [
      { repo: "https://git.example.com/shop.git", type: "git", name: "shop" },
      { repo: "git@git.example.com:infra.git", type: "git", project: "infra", insecure: true },
    ],
  } satisfies Partial<SillageClient>;
  return { client, requests };
}

function listCommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(listCommands)];
}

describe("The command line", () => {
  it("has a help text for each command and flag", async () => {
    const serve: ServeCommand = { name: "server", description: "serve", options: [], run: async () => undefined };
    const program = await createProgram({ loadServeCommands: async () => [serve] } as unknown as Parameters<typeof createProgram>[0], []);
    const silent = listCommands(program).flatMap((command) => [
      ...(command.description() === "" ? [command.name()] : []),
      ...command.options.filter((option) => option.description === "").map((option) => `${command.name()} ${option.flags}`),
    ]);
    assert.deepEqual(silent, []);
  });

  it("shows help as help.txt has it", async () => {
    const runs = [["--help"], ["app", "--help"], ["app", "sync", "--help"], ["repo", "add", "--help"], ["proj", "--help"], ["login", "--help"], ["seal", "--help"]];
    const parts: string[] = [];
    for (const argv of runs) parts.push(transcript(argv, await runCli(argv)));
    await assertGolden(new URL("golden/help.txt", import.meta.url), parts.join("\n"));
  });

  const misused = [
    { argv: ["ap", "list"], want: "error: unknown command 'ap'\n(Did you mean app?)\n(add --help for the options of this command)\n" },
    { argv: ["app", "get"], want: "error: missing required argument 'name'\n(add --help for the options of this command)\n" },
    { argv: ["app", "get", "a", "b"], want: "error: too many arguments for 'get'. Expected 1 argument but got 2: a, b.\n(add --help for the options of this command)\n" },
    { argv: ["app", "list", "--selecter", "a"], want: "error: unknown option '--selecter'\n(Did you mean --selector?)\n(add --help for the options of this command)\n" },
    {
      argv: ["app", "list", "-o", "xml"],
      want: "error: option '-o, --output <format>' argument 'xml' is invalid. Allowed choices are wide, json, yaml, name.\n(add --help for the options of this command)\n",
    },
  ];
  for (const { argv, want } of misused) {
    it(`refuses ${argv.join(" ")}`, async () => assert.deepEqual(await runCli(argv), { stdout: "", stderr: want, exitCode: 1 }));
  }

  for (const argv of [
    ["app", "list"],
    ["app", "get", "web"],
    ["app", "sync", "web"],
    ["repo", "list"],
  ]) {
    it(`says that there is no server for ${argv.join(" ")}`, async () => assert.deepEqual(await runCli(argv), { stdout: "", stderr: noServer, exitCode: 20 }));
  }

  it("says that the server does not answer", async () => {
    const client = createClient({ server: "http://127.0.0.1:1", token: "t" });
    const stderr = 'Error: Cannot reach Sillage at "http://127.0.0.1:1": is `sillage server` running: connect ECONNREFUSED 127.0.0.1:1\n';
    assert.deepEqual(await runCli(["app", "list"], { client }), { stdout: "", stderr, exitCode: 20 });
  });

  it("finds the server by global flags, before and after the command", async () => {
    const seen: CliSettings[] = [];
    const connect = async (settings: CliSettings): Promise<SillageClient> => {
      seen.push(settings);
      return createRepositoryClient().client as unknown as SillageClient;
    };
    await runCli(["--server", "http://a", "--auth-token", "t", "repo", "list"], { deps: { connect } });
    await runCli(["repo", "list", "--server", "http://b"], { deps: { connect } });
    assert.deepEqual(seen, [{ server: "http://a", authToken: "t" }, { server: "http://b" }]);
  });

  it("prints versions, also when no server answers", async () => {
    const client = { fetchVersionInfo: async () => ({ Version: "1.2.4" }) };
    assert.deepEqual(await runCli(["version"], { client }), { stdout: "sillage: 1.2.3\nsillage-server: 1.2.4\n", stderr: "", exitCode: 0 });
    assert.deepEqual(await runCli(["version", "--client"]), { stdout: "sillage: 1.2.3\n", stderr: "", exitCode: 0 });
    assert.deepEqual(await runCli(["version"]), { stdout: "sillage: 1.2.3\n", stderr: noServer.replace("Error: ", ""), exitCode: 0 });
  });

  it("runs what serves with its options and the signal of the process", async () => {
    const seen: unknown[] = [];
    const { signal } = new AbortController();
    const serve: ServeCommand = { name: "server", description: "serve", options: [], run: async (options, given) => void seen.push(options, given === signal) };
    assert.deepEqual([(await runCli(["server"], { deps: { loadServeCommands: async () => [serve], signal } })).exitCode, seen], [0, [{}, true]]);
  });

  it("renders as YAML or JSON", async () => {
    const manifest = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" } };
    const folders: string[] = [];
    const renderFolder = async (folder: string) => (folders.push(folder), [manifest, manifest]);
    const yaml = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n";
    assert.equal((await runCli(["render"], { deps: { renderFolder } })).stdout, `${yaml}---\n${yaml}`);
    const { stdout } = await runCli(["render", "apps/web", "-o", "json"], { deps: { renderFolder } });
    assert.deepEqual([JSON.parse(stdout), folders], [{ apiVersion: "v1", kind: "List", items: [manifest, manifest] }, [".", "apps/web"]]);
  });
});

describe("sillage repo", () => {
  const url = "https://git.example.com/shop.git";
  const files = { "-": "from stdin\n", key: "-----BEGIN KEY-----\n" };
  const additions = [
    { flags: [], want: { repo: url, type: "git", insecure: false }, upsert: false },
    {
      flags: ["--username", "ada", "--password", "s3cret", "--name", "shop", "--project", "p"],
      want: { repo: url, type: "git", insecure: false, username: "ada", password: "s3cret", name: "shop", project: "p" },
      upsert: false,
    },
    { flags: ["--username", "ada", "--password-stdin", "--upsert"], want: { repo: url, type: "git", insecure: false, username: "ada", password: "from stdin" }, upsert: true },
    { flags: ["--bearer-token", "t", "--insecure-skip-server-verification"], want: { repo: url, type: "git", insecure: true, bearerToken: "t" }, upsert: false },
    { flags: ["--ssh-private-key-path", "key"], want: { repo: url, type: "git", insecure: false, sshPrivateKey: "-----BEGIN KEY-----\n" }, upsert: false },
  ];
  for (const { flags, want, upsert } of additions) {
    it(`adds with ${flags.join(" ") || "no flags"}`, async () => {
      const { client, requests } = createRepositoryClient();
      const run = await runCli(["repo", "add", url, ...flags], { client, files });
      assert.deepEqual([run, requests], [{ stdout: `Repository '${url}' added\n`, stderr: "", exitCode: 0 }, [{ repository: want, upsert }]]);
    });
  }

  it("takes the password from the environment", async () => {
    const { client, requests } = createRepositoryClient();
    process.env["SILLAGE_REPO_PASSWORD"] = "from env";
    try {
      await runCli(["repo", "add", url], { client });
    } finally {
      delete process.env["SILLAGE_REPO_PASSWORD"];
    }
    assert.deepEqual(requests, [{ repository: { repo: url, type: "git", insecure: false, password: "from env" }, upsert: false }]);
  });

  it("wants a password when it reads one", async () => {
    const { client } = createRepositoryClient();
    assert.deepEqual(await runCli(["repo", "add", url, "--password-stdin"], { client, files: { "-": "\n" } }), {
      stdout: "",
      stderr: "Error: No password on standard input\n",
      exitCode: 20,
    });
  });

  it("lists as repo-list.txt shows", async () => {
    const { client } = createRepositoryClient();
    const parts: string[] = [];
    for (const format of ["wide", "json", "yaml", "name"]) {
      const argv = ["repo", "list", "-o", format];
      parts.push(transcript(argv, await runCli(argv, { client })));
    }
    await assertGolden(new URL("golden/repo-list.txt", import.meta.url), parts.join("\n"));
  });
});
