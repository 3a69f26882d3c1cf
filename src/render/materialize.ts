import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { mapLimit } from "../async/index.ts";
import { SillageError } from "../errors/index.ts";
import type { FileView } from "./view/index.ts";

/** Calls back with a private temporary folder that is removed afterwards. */
export async function withTemporaryFolder<T>(fn: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), "sillage-render-"));
  try {
    return await fn(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const maxFiles = 20_000;

/** Writes all files below a directory of the view to a folder of this machine, for a program that reads files. Gives their paths in the view. */
export async function materializeDirectory(view: FileView, options: { readonly path: string; readonly target: string; readonly signal: AbortSignal }): Promise<string[]> {
  const { path: root, target, signal } = options;
  const files = await listAll(view, root);
  await mkdir(target, { recursive: true });
  const folders = new Set(files.map((file) => path.dirname(path.join(target, path.posix.relative(root, file)))));
  for (const folder of folders) await mkdir(folder, { recursive: true });
  await mapLimit(files, { limit: 32, signal }, async (file) => {
    const bytes = await view.readFile(file);
    if (bytes !== undefined) await writeFile(path.join(target, path.posix.relative(root, file)), bytes);
  });
  return files;
}

async function listAll(view: FileView, root: string): Promise<string[]> {
  const files: string[] = [];
  const pending = [root];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    for (const { name, kind } of (await view.listDirectory(folder)) ?? []) {
      const child = folder === "" ? name : `${folder}/${name}`;
      if (kind === "file") files.push(child);
      else pending.push(child);
    }
    if (files.length + pending.length > maxFiles) throw new SillageError("invalid", `The folder "${root}" has more than ${maxFiles} files`, { terminal: true });
  }
  return files;
}
