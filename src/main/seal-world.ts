import { randomUUID } from "node:crypto";
import { chmod, readFile, readdir, rename, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { request } from "undici";
import type { Clock } from "../async/index.ts";
import type { SealWorld } from "../cli/index.ts";
import { isSillageError, SillageError } from "../errors/index.ts";
import { connectCluster } from "./connect-cluster.ts";
import { editPrivately } from "./edit-privately.ts";
import type { Environment } from "./environment.ts";
import { openKeyService } from "./key-service.ts";
import { openCluster } from "./open-cluster.ts";
import { openWorkTree } from "./work-tree.ts";

/** What `sillage seal` does to files, editors, Git and clusters. */
export function createSealWorld({ clock, environment }: { readonly clock: Clock; readonly environment: Environment }): SealWorld {
  return {
    isTerminal: process.stdout.isTTY,
    readBytes,
    writeFile: replaceFile,
    listManifests,
    renderManifests: async (folder, options) => (await import("./render-folder.ts")).renderManifests(folder, options),
    async fetchText(url, { signal }) {
      const { statusCode, body } = await request(url, { signal }).catch((cause: unknown) => {
        throw new SillageError("unavailable", `Cannot reach "${url}"`, { cause });
      });
      const text = await body.text();
      if (statusCode !== 200) throw new SillageError("unavailable", `Cannot fetch "${url}": it answered ${statusCode}`);
      return text;
    },
    openKeyService: (flags) => openKeyService({ clock, environment }, flags),
    openCluster: (flags) => openCluster({ clock, environment }, flags),
    async findNamespace({ kubeconfig, context }) {
      try {
        return (await connectCluster(environment, { kubeconfig, context })).namespace;
      } catch (error) {
        // Sealing needs no cluster: a machine without one has no namespace to say.
        if (kubeconfig === undefined && context === undefined && isSillageError(error, "invalid")) return undefined;
        throw error;
      }
    },
    edit: (text) => editPrivately(text, { editor: environment.editor, fileName: "secret.yaml" }),
    openWorkTree,
  };
}

async function readBytes(file: string): Promise<Uint8Array> {
  if (file === "-" || file === "/dev/stdin") return buffer(process.stdin);
  try {
    return await readFile(file);
  } catch (cause) {
    throw new SillageError("notFound", `Cannot read "${file}"`, { cause });
  }
}

/** Beside the file first, so that a reader sees the old or the new text and never a half. */
async function replaceFile(file: string, text: string, { mode = 0o644 }: { readonly mode?: number } = {}): Promise<void> {
  const kept = await stat(file).catch(() => undefined);
  const draft = path.join(path.dirname(file), `.${path.basename(file)}.${randomUUID().slice(0, 8)}`);
  await writeFile(draft, text, { mode });
  if (kept !== undefined) await chmod(draft, kept.mode);
  await rename(draft, file);
}

/** Kustomize takes a file without extension, too. */
const manifestFile = /\.(?:ya?ml|json)$|^Kustomization$/;
const skipped = new Set([".git", "node_modules"]);

async function listManifests(place: string): Promise<readonly string[]> {
  const found = await stat(place).catch((cause: unknown) => {
    throw new SillageError("notFound", `Cannot read "${place}"`, { cause });
  });
  if (!found.isDirectory()) return [place];
  const files: string[] = [];
  const entries = await readdir(place, { withFileTypes: true });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const child = path.join(place, entry.name);
    if (entry.isDirectory() && !skipped.has(entry.name)) files.push(...(await listManifests(child)));
    else if (entry.isFile() && manifestFile.test(entry.name)) files.push(child);
  }
  return files;
}
