import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { buildHere, buildThere, skipWithoutKustomize as skip } from "../../../test/support/kustomize-oracle.ts";

const here = import.meta.dirname;
const examples = path.resolve(here, "../../../examples");
const scratch = await mkdtemp(path.join(tmpdir(), "sillage-kustomize-"));
after(() => rm(scratch, { recursive: true, force: true }));

for (const file of (await readdir(path.join(here, "corpus"))).toSorted()) {
  test(`corpus ${file}`, { skip }, async () => {
    const root = path.join(scratch, file);
    const { expected, target } = await unpack(await readFile(path.join(here, "corpus", file), "utf8"), root);
    await compare(root, target, expected);
  });
}

for (const environment of ["staging", "production"]) {
  for (const part of ["", "databases", "samba-ad", "backend", "frontend", "monitoring", "ingress"]) {
    const target = path.posix.join("kubernetes/overlays", environment, part);
    test(`examples ${target}`, { skip }, () => compare(examples, target, "built"));
  }
}

/** Both must come to the outcome that the case expects, and to the same objects in the same order. */
async function compare(root: string, target: string, expected: string): Promise<void> {
  const [ours, theirs] = [await buildHere(root, target), await buildThere(path.join(root, target))];
  assert.equal(ours.kind, expected, ours.kind === "built" ? "" : ours.reason);
  if (expected === "failed") assert.equal(theirs.kind, "failed");
  if (expected === "built") assert.deepEqual(ours, theirs);
}

/** A case is one text: what to expect, then files after lines `-- name --`. The directory `overlay` is built if there is one, else the root. */
async function unpack(text: string, root: string): Promise<{ readonly expected: string; readonly target: string }> {
  const [header = "", ...parts] = text.split(/^-- (.+) --\n/m);
  const names = parts.filter((_, index) => index % 2 === 0);
  for (const [index, name] of names.entries()) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), parts[index * 2 + 1] ?? "");
  }
  return { expected: header.trim().split("\n").at(-1) ?? "", target: names.some((name) => name.startsWith("overlay/")) ? "overlay" : "" };
}
