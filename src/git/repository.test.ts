import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { promisify } from "node:util";
import { createManualClock } from "../async/index.ts";
import { SillageError } from "../errors/index.ts";
import { createLog } from "../log/index.ts";
import type { GitAccess } from "./access.ts";
import { type Repository, createRepository } from "./repository.ts";
import { type GitServer, startGitServer } from "./server/git-server.ts";

const root = mkdtempSync(path.join(tmpdir(), "sillage-test-"));
const { signal } = new AbortController();
const options = { signal };
const log = createLog({ level: "silent" });
const closers: (() => Promise<void>)[] = [];
let counter = 0;

after(async () => {
  for (const close of closers) await close();
  rmSync(root, { recursive: true });
});

function git(cwd: string, ...args: string[]): string {
  const identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.invalid"];
  return execFileSync("git", [...identity, ...args], { cwd, encoding: "utf8", stdio: "pipe", env: { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: "/dev/null" } }).trim();
}

/** The server is in this process, so its client must not block it. */
async function push(cwd: string, url: string, refspec: string): Promise<void> {
  await promisify(execFile)("git", ["push", "--quiet", url, refspec], { cwd, timeout: 20_000 });
}

function newFolder(): string {
  counter += 1;
  return mkdtempSync(path.join(root, `${counter}-`));
}

/** A work tree with one commit on main. */
function newWorkTree(): string {
  const folder = newFolder();
  git(folder, "init", "--quiet", "--initial-branch=main");
  commit(folder, "a.yaml", "a: 1\n", "Add a\n\nBecause.");
  return folder;
}

function commit(folder: string, file: string, text: string, message: string): string {
  writeFileSync(path.join(folder, file), text);
  git(folder, "add", "--all");
  git(folder, "commit", "--quiet", "-m", message);
  return git(folder, "rev-parse", "HEAD");
}

function open(url: string, access: GitAccess = {}, clock = createManualClock(1_000_000)): Repository {
  const repository = createRepository({ clock, getAccess: () => access }, { url, gitDir: path.join(newFolder(), "mirror.git") });
  closers.push(() => repository.close());
  return repository;
}

async function serve(extra: Partial<Parameters<typeof startGitServer>[1]> = {}): Promise<GitServer> {
  const server = await startGitServer({ log }, { rootDir: newFolder(), port: 0, ...extra });
  closers.push(() => server.close());
  return server;
}

function rejectsWith(code: string, pattern: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof SillageError, String(error));
    assert.equal(error.code, code, error.message);
    assert.match(error.message, pattern);
    return true;
  };
}

test("resolves HEAD, branches, tags, ids and constraints, and reads commits, trees and files", async () => {
  const folder = newWorkTree();
  const first = git(folder, "rev-parse", "HEAD");
  git(folder, "tag", "v1.0.0");
  const second = commit(folder, "a.yaml", "a: 2\n", "Change a");
  git(folder, "tag", "-a", "v1.1.0", "-m", "annotated");
  git(folder, "branch", "feature/x", first);
  git(folder, "update-ref", "refs/pull/7/head", first);
  const repository = open(`file://${folder}`);

  const revisions = ["", "HEAD", "main", "refs/heads/main", "feature/x", "v1.0.0", "v1.1.0", "refs/tags/v1.1.0", "1.0.*", "^1.0", first, second.slice(0, 8), "refs/pull/7/head"];
  const got = await Promise.all(revisions.map((revision) => repository.resolve(revision, options)));
  assert.deepEqual(got, [second, second, second, second, first, first, second, second, first, second, first, second, first]);

  const found = await repository.objects.findCommit(first);
  assert.ok(found);
  assert.deepEqual({ ...found, date: "", tree: "" }, { sha: first, tree: "", parents: [], author: "Ada <ada@example.invalid>", date: "", message: "Add a\n\nBecause." });
  assert.equal(found.date, new Date(git(folder, "log", "-1", "--format=%cI", first)).toISOString().replace(".000", ""));
  const tree = await repository.objects.fetchTree(found.tree);
  assert.deepEqual([...tree.keys()], ["a.yaml"]);
  const bytes = await repository.objects.fetchBlob(tree.get("a.yaml")?.oid ?? "", 100);
  assert.equal(Buffer.from(bytes).toString(), "a: 1\n");
});

test("reads many objects in order, refuses the large one only", async () => {
  const folder = newWorkTree();
  for (let index = 0; index < 300; index += 1) writeFileSync(path.join(folder, `f${index}`), `${index}\n`.repeat(index));
  const head = commit(folder, "large", "x".repeat(3_000_000), "Add files");
  const repository = open(folder.replace(/^/, "file://"));
  await repository.resolve("main", options);
  const tree = await repository.objects.fetchTree((await repository.objects.findCommit(head))?.tree ?? "");
  const texts = await Promise.all(
    [...tree].map(([name, { oid }]) =>
      repository.objects.fetchBlob(oid, 1_000_000).then(
        (bytes) => [name, bytes.length],
        (error: unknown) => [name, error instanceof SillageError ? error.message : "?"],
      ),
    ),
  );
  const want = [...tree.keys()].map((name) => {
    if (name === "large") return [name, "The file has 3000000 bytes, more than the limit of 1000000"];
    const index = Number(name.slice(1));
    return [name, name === "a.yaml" ? 5 : `${index}\n`.length * index];
  });
  assert.deepEqual(texts, want);
});

test("one HTTP request for a poll that finds nothing new, and a push is seen", async () => {
  const lines: string[] = [];
  const server = await serve({ onRequest: (line) => lines.push(line) });
  const hosted = await server.openRepository("shop", options);
  const folder = newWorkTree();
  await push(folder, hosted.url, "main");
  const repository = open(hosted.url);
  await Promise.all(Array.from({ length: 50 }, () => repository.resolve("main", options)));

  lines.length = 0;
  assert.equal(await repository.refresh("poll", options), false);
  assert.deepEqual(lines, ["GET /shop.git/info/refs"]);

  const second = commit(folder, "b.yaml", "b: 1\n", "Add b");
  await push(folder, hosted.url, "main");
  assert.equal(await repository.refresh("push", options), true);
  assert.equal(await repository.resolve("main", options), second);

  await push(folder, hosted.url, "main:other");
  assert.equal(await repository.refresh("poll", options), true);
  await push(folder, hosted.url, ":other");
  assert.equal(await repository.refresh("poll", options), true);
  await assert.rejects(repository.resolve("other", options), rejectsWith("notFound", /Revision "other" is not a branch, tag or commit of repository/));
});

test("uses basic credentials, from the settings or the URL, and never shows them", async () => {
  const server = await serve({ credentials: { username: "ada", password: "s3cret!" } });
  const hosted = await server.openRepository("private", options);
  const authorized = hosted.url.replace("://", "://ada:s3cret!@");
  await push(newWorkTree(), authorized, "main");

  assert.match(await open(hosted.url, { credentials: { kind: "basic", username: "ada", password: "s3cret!" } }).resolve("main", options), /^[0-9a-f]{40}$/);
  assert.match(await open(authorized).resolve("main", options), /^[0-9a-f]{40}$/);
  await assert.rejects(open(hosted.url).resolve("main", options), rejectsWith("unauthenticated", /authentication failed/));
  const wrong = open(hosted.url.replace("://", "://ada:hunter2@"));
  await assert.rejects(wrong.resolve("main", options), (error) => !String(error).includes("hunter2") && rejectsWith("unauthenticated", /authentication failed/)(error));
});

test("other credentials are tried at once", async () => {
  const server = await serve({ credentials: { username: "ada", password: "right" } });
  const hosted = await server.openRepository("private", options);
  await push(newWorkTree(), hosted.url.replace("://", "://ada:right@"), "main");
  let password = "wrong";
  const getAccess = (): GitAccess => ({ credentials: { kind: "basic", username: "ada", password } });
  const repository = createRepository({ clock: createManualClock(0), getAccess }, { url: hosted.url, gitDir: path.join(newFolder(), "mirror.git") });
  closers.push(() => repository.close());
  await assert.rejects(repository.resolve("main", options), rejectsWith("unauthenticated", /authentication failed/));
  password = "right";
  assert.match(await repository.resolve("main", options), /^[0-9a-f]{40}$/);
});

test("a failing remote says why, is not asked again at once, and recovers", async () => {
  const clock = createManualClock(1_000_000);
  const lines: string[] = [];
  const server = await serve({ onRequest: (line) => lines.push(line) });
  const url = `${server.url}/late.git`;
  const repository = open(url, {}, clock);
  await assert.rejects(repository.resolve("main", options), rejectsWith("notFound", /it does not exist, or these credentials cannot see it/));
  const asked = lines.length;
  await assert.rejects(repository.resolve("main", options), rejectsWith("notFound", /does not exist/));
  assert.equal(lines.length, asked);
  await server.openRepository("late", options);
  await push(newWorkTree(), url, "main");
  await clock.advance(1_000);
  assert.match(await repository.resolve("main", options), /^[0-9a-f]{40}$/);
});

test("reads by SSH in the scp form, with the key it was given", async () => {
  const folder = newWorkTree();
  const bin = newFolder();
  /** Stands for a server: notes how it was called, checks the key, and runs what it was asked to. */
  const script = `#!/bin/sh\nkey=\nfor last; do [ "$before" = -i ] && key="$last"; before="$last"; done\necho "$@" > '${bin}/call'\ngrep -q KEY "$key" && eval "$last"\n`;
  writeFileSync(path.join(bin, "ssh"), script, { mode: 0o755 });
  const before = process.env.PATH;
  process.env.PATH = `${bin}:${before}`;
  try {
    const sha = await open(`git@git.example:${folder}`, { credentials: { kind: "ssh", privateKey: "KEY" } }).resolve("main", options);
    assert.equal(sha, git(folder, "rev-parse", "HEAD"));
    assert.match(readFileSync(path.join(bin, "call"), "utf8"), /-o StrictHostKeyChecking=yes -o IdentitiesOnly=yes -i .* git@git.example git-upload-pack '/);
  } finally {
    process.env.PATH = before;
  }
});

const failures: readonly { readonly name: string; readonly url: string; readonly code: string; readonly pattern: RegExp }[] = [
  { name: "a folder that is no repository", url: "file:///nowhere/shop.git", code: "notFound", pattern: /it does not exist/ },
  { name: "a closed port", url: "http://127.0.0.1:9/shop.git", code: "unavailable", pattern: /the server cannot be reached/ },
  { name: "a protocol that runs programs", url: "ext::sh -c true", code: "invalid", pattern: /is not an http, https, ssh or file URL/ },
  { name: "an option", url: "--upload-pack=touch", code: "invalid", pattern: /is not an http, https, ssh or file URL/ },
];

for (const { name, url, code, pattern } of failures) {
  test(`refuses ${name}`, () => assert.rejects(open(url).resolve("main", options), rejectsWith(code, pattern)));
}

test("refuses unknown revisions and options in their place", async () => {
  const repository = open(`file://${newWorkTree()}`);
  for (const revision of ["nope", "deadbeef", "0".repeat(40), "--output=x", "main~1", "-"]) {
    await assert.rejects(repository.resolve(revision, options), rejectsWith("notFound", /is not a branch, tag or commit/));
  }
});

test("survives locks left by a killed process and keeps working from the same folder", async () => {
  const folder = newWorkTree();
  const gitDir = path.join(newFolder(), "mirror.git");
  const deps = { clock: createManualClock(0), getAccess: () => ({}) };
  const before = createRepository(deps, { url: `file://${folder}`, gitDir });
  await before.resolve("main", options);
  await before.close();
  writeFileSync(path.join(gitDir, "packed-refs.lock"), "");
  writeFileSync(path.join(gitDir, "refs/heads/main.lock"), "");
  const second = commit(folder, "b.yaml", "", "Add b");
  const repository = createRepository(deps, { url: `file://${folder}`, gitDir });
  assert.equal(await repository.resolve("main", options), second);
  await repository.close();
  assert.deepEqual(
    readdirSync(tmpdir()).filter((name) => name.startsWith("sillage-git-")),
    [],
  );
});
