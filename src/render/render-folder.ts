import { existsSync } from "node:fs";
import path from "node:path";
import type { Context } from "../log/index.ts";
import type { Renderer } from "./renderer.ts";
import type { Rendering } from "./rendering.ts";
import { createDiskStore } from "./view/index.ts";

export interface FolderRendering extends Rendering {
  /** The folder that the origins of the manifests are relative to. */
  readonly root: string;
}

/** Renders a folder of this machine as it is now, committed or not. What lies outside its work tree (or, without one, anywhere) can be referred to as in Git. */
export async function renderFolder(ctx: Context, renderer: Renderer, folder: string): Promise<FolderRendering> {
  const absolute = path.resolve(folder);
  const root = findWorkTree(absolute) ?? path.parse(absolute).root;
  const rendering = await renderer.render(ctx, {
    source: { repoURL: `file://${root}`, path: path.relative(root, absolute).split(path.sep).join("/") },
    tree: { objects: createDiskStore(root), rootOid: "" },
    refs: {},
    appName: path.basename(absolute),
    namespace: "default",
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
