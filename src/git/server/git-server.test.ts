import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { buffer } from "node:stream/consumers";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { createLog } from "../../log/index.ts";
import { type PushEvent, parseGithubPush } from "../github-push.ts";
import { startGitServer } from "./git-server.ts";

/** The server is in this process, so its clients must not block it. */
const run = promisify(execFile);
const { signal } = new AbortController();

test("imports a folder, serves clone and push, and announces pushes as GitHub does", async (context) => {
  const root = mkdtempSync(path.join(tmpdir(), "sillage-test-"));
  const events: PushEvent[] = [];
  const { promise: announced, resolve } = Promise.withResolvers<void>();
  const target = createServer((request, response) => {
    async function receive(): Promise<void> {
      const event = parseGithubPush({ headers: request.headers, body: await buffer(request) }, "key");
      if (event !== undefined) events.push(event);
      response.end();
      resolve();
    }
    void receive();
  }).listen(0, "127.0.0.1");
  await once(target, "listening");
  const { port } = target.address() as { port: number };
  const server = await startGitServer(
    { log: createLog({ level: "silent" }) },
    { rootDir: path.join(root, "srv"), port: 0, webhook: { url: `http://127.0.0.1:${port}/`, secret: "key" } },
  );
  context.after(async () => {
    await server.close();
    target.close();
    rmSync(root, { recursive: true });
  });

  const folder = path.join(root, "examples");
  mkdirSync(path.join(folder, "sub"), { recursive: true });
  writeFileSync(path.join(folder, "sub/a.yaml"), "a: 1\n");
  const hosted = await server.openRepository("shop", { signal });
  await hosted.importFolder(folder, "Import the examples", { signal });
  await hosted.importFolder(folder, "Nothing new", { signal });

  const git = (...args: string[]): string =>
    execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.invalid", ...args], { encoding: "utf8", stdio: "pipe", timeout: 20_000 }).trim();
  const clone = path.join(root, "clone");
  await run("git", ["clone", "--quiet", hosted.url, clone], { timeout: 20_000 });
  assert.equal(git("-C", clone, "log", "--format=%s"), "Import the examples");

  const before = git("-C", clone, "rev-parse", "HEAD");
  writeFileSync(path.join(clone, "sub/a.yaml"), "a: 2\n");
  writeFileSync(path.join(clone, "b c.yaml"), "b: 1\n");
  git("-C", clone, "add", "--all");
  git("-C", clone, "commit", "--quiet", "-m", "Change");
  await run("git", ["-C", clone, "push", "--quiet"], { timeout: 20_000 });
  await announced;
  const bare = hosted.url.replace(".git", "");
  const want = { repoUrls: [hosted.url, bare], ref: "refs/heads/main", before, after: git("-C", clone, "rev-parse", "HEAD"), changedFiles: ["b c.yaml", "sub/a.yaml"] };
  assert.deepEqual(events, [want]);
});
