import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { systemClock } from "../async/index.ts";
import { describeError } from "../errors/index.ts";
import { createRepositories } from "../git/index.ts";
import { createLog } from "../log/index.ts";
import { createRenderer, defaultRendererOptions } from "./renderer.ts";
import type { Rendering } from "./rendering.ts";

const root = mkdtempSync(path.join(tmpdir(), "sillage-test-"));
const work = path.join(root, "work");
const ctx = { signal: new AbortController().signal, log: createLog({ level: "silent" }) };
const deps = { clock: systemClock, random: Math.random, getAccess: () => ({}), onChange: () => {} };
const repositories = createRepositories(deps, { dataDir: path.join(root, "data"), pollIntervalMs: 0, pollJitterMs: 0 });
const repository = repositories.open(`file://${work}`);
const renderer = createRenderer(defaultRendererOptions);

after(async () => {
  await repositories.close();
  rmSync(root, { recursive: true });
});

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(work, file)), { recursive: true });
  writeFileSync(path.join(work, file), text);
}

function commit(): string {
  const git = (...args: string[]): string => execFileSync("git", ["-C", work, "-c", "user.name=Ada", "-c", "user.email=ada@example.invalid", ...args], { encoding: "utf8" }).trim();
  git("add", "--all");
  git("commit", "--quiet", "--message", "Change");
  return git("rev-parse", "HEAD");
}

function configMap(name: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;
}

async function render(folder: string, revision: string): Promise<Rendering> {
  const commitRead = await repository.objects.findCommit(await repository.resolve(revision, ctx));
  const tree = { objects: repository.objects, rootOid: commitRead?.tree ?? "" };
  return renderer.render(ctx, { source: { repoURL: repository.url, path: folder }, tree, refs: {}, appName: folder, namespace: "default", cache: "use" });
}

execFileSync("git", ["init", "--quiet", "--initial-branch=main", work]);
write("base/kustomization.yaml", "resources: [web.yaml]\n");
write("base/web.yaml", configMap("web"));
write("one/kustomization.yaml", "resources: [../base]\nnamePrefix: one-\n");
write("two/a.yaml", configMap("two"));
const first = commit();

test("a commit renders again only what it changed, and older commits stay readable", async () => {
  assert.equal(await repository.resolve("main", ctx), first);
  const before = { one: await render("one", first), two: await render("two", first) };
  write("base/web.yaml", configMap("app"));
  const second = commit();
  assert.equal(await repository.resolve("main", ctx), first);
  await repository.refresh("poll", ctx);
  assert.equal(await repository.resolve("main", ctx), second);
  const now = { one: await render("one", second), two: await render("two", second) };
  assert.deepEqual([now.one === before.one, now.two === before.two], [false, true]);
  assert.deepEqual(
    now.one.manifests.map(({ object }) => object.metadata.name),
    ["one-app"],
  );
  assert.equal(await render("one", first), before.one);
});

const bomb = ["a0: &a0 [x,x,x,x,x,x,x,x,x,x]", ...Array.from({ length: 9 }, (_, index) => `a${index + 1}: &a${index + 1} [${`*a${index},`.repeat(10)}]`)].join("\n");

const failures: readonly { readonly name: string; readonly text?: string; readonly link?: string; readonly want: RegExp }[] = [
  { name: "large", text: `a: ${"x".repeat(11 * 1024 * 1024)}`, want: /^Cannot read "large\/a.yaml": The file has 11534339 bytes, more than the limit of 10485760$/ },
  { name: "bomb", text: bomb, want: /^Cannot parse "bomb\/a.yaml:1": the document expands to more than 2000000 values, by its aliases$/ },
  { name: "binary", text: "\u0000\u0001\u0002", want: /^Cannot parse "binary\/a.yaml:1:1": null byte is not allowed in input$/ },
  { name: "broken", text: "a: 1\n b: [\n", want: /^Cannot parse "broken\/a.yaml:2:3": / },
  { name: "link", link: "../../../etc/hostname", want: /^Path "link\/a.yaml" leads through a symbolic link to a place outside the repository$/ },
  { name: "../outside", want: /^Path "..\/outside" is outside the repository$/ },
  { name: "missing", want: /^App path "missing" does not exist in the repository$/ },
];

test("bad input: each says what and where, and others go on", async () => {
  for (const { name, text, link } of failures) {
    if (text !== undefined) write(`${name}/a.yaml`, text);
    if (link === undefined) continue;
    mkdirSync(path.join(work, name));
    symlinkSync(link, path.join(work, name, "a.yaml"));
  }
  const revision = commit();
  await repository.refresh("push", ctx);
  for (const { name, want } of failures) {
    await assert.rejects(render(name, revision), (error) => {
      assert.match(describeError(error), want);
      return true;
    });
  }
  assert.equal((await render("two", revision)).manifests.length, 1);
});
