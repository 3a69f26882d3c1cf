import { existsSync } from "node:fs";
import path from "node:path";
import type { ApplicationSource } from "../api/index.ts";
import { SillageError } from "../errors/index.ts";
import type { Context } from "../log/index.ts";
import type { Renderer } from "./renderer.ts";
import type { Rendering } from "./rendering.ts";
import { createDiskStore } from "./view/index.ts";

export interface FolderRendering extends Rendering {
  /** The folder that the origins of the manifests are relative to. */
  readonly root: string;
}

/** What the folder is taken for; by default, for an application of its name. */
export interface FolderRequest {
  readonly folder: string;
  /** Root of the repository; the work tree that the folder is in when left out. */
  readonly root?: string;
  /** The tool and its options; where the source is does not count. */
  readonly source?: ApplicationSource;
  readonly appName?: string;
  readonly namespace?: string;
}

/**
 * Renders a folder of this machine as it is now, committed or not. What lies outside its work tree (or, without one, anywhere) can be referred to as in Git.
 * Throws `invalid` for a folder outside the root given.
 */
export async function renderFolder(ctx: Context, renderer: Renderer, request: FolderRequest): Promise<FolderRendering> {
  const absolute = path.resolve(request.folder);
  const root = request.root === undefined ? (findWorkTree(absolute) ?? path.parse(absolute).root) : path.resolve(request.root);
  const within = path.relative(root, absolute).split(path.sep).join("/");
  if (within === ".." || within.startsWith("../")) throw new SillageError("invalid", `Folder "${request.folder}" is not in "${request.root}"`);
  const { chart: _chart, ref: _ref, ...toolOptions } = request.source ?? { repoURL: "" };
  const rendering = await renderer.render(ctx, {
    source: { ...toolOptions, repoURL: `file://${root}`, path: within },
    tree: { objects: createDiskStore(root), rootOid: "" },
    refs: {},
    appName: request.appName ?? path.basename(absolute),
    namespace: request.namespace ?? "default",
    cache: "renew",
  });
  return { ...rendering, root };
}

function findWorkTree(folder: string): string | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    if (existsSync(path.join(at, ".git"))) return at;
    if (at === path.dirname(at)) return undefined;
  }
}
