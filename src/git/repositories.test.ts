import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { createManualClock } from "../async/index.ts";
import { createLog } from "../log/index.ts";
import { createRepositories } from "./repositories.ts";
import { startGitServer } from "./server/git-server.ts";

const minute = 60_000;
const log = createLog({ level: "silent" });

async function eventually(check: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 10_000; !check(); await new Promise((resolve) => setTimeout(resolve, 5))) assert.ok(Date.now() < deadline, "not in time");
}

test("polls each repository at its interval, and tells when it moved, broke and came back", async () => {
  const root = mkdtempSync(path.join(tmpdir(), "sillage-test-"));
  const requests: string[] = [];
  const server = await startGitServer({ log }, { rootDir: path.join(root, "srv"), port: 0, onRequest: (line) => requests.push(line) });
  const stop = new AbortController();
  const ctx = { signal: stop.signal, log };
  const hosted = await server.openRepository("shop", ctx);
  const work = path.join(root, "work");
  const git = (...args: string[]): string => execFileSync("git", ["-C", work, "-c", "user.name=Ada", "-c", "user.email=ada@example.invalid", ...args], { encoding: "utf8" }).trim();
  const commitAndPush = async (): Promise<string> => {
    git("commit", "--quiet", "--allow-empty", "--message", "x");
    await promisify(execFile)("git", ["-C", work, "push", "--quiet", hosted.url, "main"]);
    return git("rev-parse", "HEAD");
  };
  execFileSync("git", ["init", "--quiet", "--initial-branch=main", work]);
  const first = await commitAndPush();

  const clock = createManualClock();
  const changed: string[] = [];
  let password = "";
  const deps = {
    clock,
    random: () => 0.5,
    onChange: (url: string) => void changed.push(url),
    getAccess: () => ({ credentials: { kind: "basic", username: "u", password } as const }),
  };
  const repositories = createRepositories(deps, { dataDir: path.join(root, "data"), pollIntervalMs: 3 * minute, pollJitterMs: minute });
  const running = repositories.run(ctx);
  const repository = repositories.open(hosted.url);
  assert.equal(repositories.open(hosted.url), repository);
  assert.equal(await repository.resolve("main", ctx), first);

  requests.length = 0;
  await clock.advance(3 * minute);
  assert.deepEqual(requests, []);
  await clock.advance(minute / 2);
  await eventually(() => requests.length > 0);
  assert.deepEqual([requests, changed], [["GET /shop.git/info/refs"], []]);

  const second = await commitAndPush();
  assert.equal(await repository.resolve("main", ctx), first);
  assert.equal(repositories.announcePush(["ssh://git@elsewhere/shop"]), 0);
  assert.equal(repositories.announcePush([hosted.url.replace(".git", "")]), 1);
  await eventually(() => changed.length > 0);
  assert.deepEqual([changed, await repository.resolve("main", ctx)], [[hosted.url], second]);

  await server.close();
  repositories.announcePush([hosted.url]);
  await eventually(() => changed.length > 1);
  repositories.announcePush([hosted.url]);
  assert.deepEqual(changed, [hosted.url, hosted.url]);
  password = "other";
  await assert.rejects(repository.resolve("main", ctx), { code: "unavailable" });

  stop.abort();
  await running;
  await repositories.close();
  rmSync(root, { recursive: true });
});

test("never polls with an interval of 0", { timeout: 30_000 }, async () => {
  const root = mkdtempSync(path.join(tmpdir(), "sillage-repositories-"));
  const requests: string[] = [];
  const signal = new AbortController();
  const ctx = { signal: signal.signal, log: createLog({ level: "silent" }) };
  const server = await startGitServer({ log: ctx.log }, { rootDir: path.join(root, "served"), port: 0, onRequest: (line) => requests.push(line) });
  const { url } = await server.openRepository("shop", ctx);
  const clock = createManualClock();
  const repositories = createRepositories(
    { clock, random: () => 0.5, onChange: () => {}, getAccess: () => ({}) },
    { dataDir: path.join(root, "data"), pollIntervalMs: 0, pollJitterMs: minute },
  );
  const running = repositories.run(ctx);
  repositories.open(url);
  await clock.advance(60 * minute);
  assert.deepEqual(requests, []);
  signal.abort();
  await running;
  await repositories.close();
  await server.close();
  rmSync(root, { recursive: true });
});

test("has a mirror for each scope, with the access of its own", { timeout: 30_000 }, async () => {
  const root = mkdtempSync(path.join(tmpdir(), "sillage-repositories-"));
  const ctx = { signal: AbortSignal.timeout(20_000), log: createLog({ level: "silent" }) };
  const server = await startGitServer({ log: ctx.log }, { rootDir: path.join(root, "served"), port: 0 });
  const { url } = await server.openRepository("shop", ctx);
  const asked: string[] = [];
  const getAccess = (_url: string, scope: string) => (asked.push(scope), {});
  const repositories = createRepositories(
    { clock: createManualClock(), random: () => 0, onChange: () => {}, getAccess },
    { dataDir: path.join(root, "data"), pollIntervalMs: 0, pollJitterMs: 0 },
  );
  assert.equal(repositories.open(url, "team"), repositories.open(url, "team"));
  assert.notEqual(repositories.open(url, "team"), repositories.open(url));
  assert.notEqual(repositories.open(url, "team"), repositories.open(`${url}\nteam`), "no URL leads to what a scope has opened");
  await repositories.open(url, "team").refresh("poll", ctx);
  assert.deepEqual(
    asked,
    asked.map(() => "team"),
  );
  assert.ok(asked.length > 0);
  await repositories.close();
  await server.close();
  rmSync(root, { recursive: true });
});
