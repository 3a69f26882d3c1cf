import { existsSync } from "node:fs";
import path from "node:path";
import type { Context } from "../log/index.ts";
import type { Renderer } from "./renderer.ts";
import type { Rendering } from "./rendering.ts";
import { createDiskStore } from "./view/index.ts";

/** Renders a folder of this machine as it is now, committed or not. What lies outside its work tree (or, without one, anywhere) can be referred to as in Git. */
export function renderFolder(ctx: Context, renderer: Renderer, folder: string): Promise<Rendering> {
  const absolute = path.resolve(folder);
  const root = findWorkTree(absolute) ?? path.parse(absolute).root;
  return renderer.render(ctx, {
    source: { repoURL: `file://${root}`, path: path.relative(root, absolute).split(path.sep).join("/") },
    tree: { objects: createDiskStore(root), rootOid: "" },
    refs: {},
    appName: path.basename(absolute),
    namespace: "default",
    cache: "renew",
  });
}

function findWorkTree(folder: string): string | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    if (existsSync(path.join(at, ".git"))) return at;
    if (at === path.dirname(at)) return undefined;
  }
}
