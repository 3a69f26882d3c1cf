import { existsSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { describeError } from "../src/errors/index.ts";
import { cacheFolder } from "./cache-folder.ts";
import { readRecipe, recipeKey, type ToolName } from "./recipes.ts";
import { readZipEntry } from "./zip.ts";

/** A program that can be run, or the reason why this machine does not have it, fit for "skipped: …". */
export type FoundTool = { readonly kind: "found"; readonly path: string } | { readonly kind: "missing"; readonly reason: string };

/**
 * The pinned program of that name. Takes seconds at most: what comes from npm is unpacked on first use, what comes from Go must have been built
 * by `script/tools` before. Never throws.
 */
export async function findTool(name: ToolName): Promise<FoundTool> {
  const file = toolPath(name);
  if (existsSync(file)) return { kind: "found", path: file };
  const recipe = readRecipe(name);
  if (recipe.kind === "go") return { kind: "missing", reason: `${name} is not built on this machine; script/tools builds it where Go is installed` };
  try {
    const program = await readZipEntry(recipe.archive, recipe.entry);
    await placeProgram(file, (target) => writeFile(target, program, { mode: 0o755 }));
    return { kind: "found", path: file };
  } catch (error) {
    return { kind: "missing", reason: `${name} cannot be unpacked: ${describeError(error)}` };
  }
}

export function toolPath(name: ToolName): string {
  return path.join(cacheFolder(), "tools", `${name}-${recipeKey(readRecipe(name))}`, name);
}

/** Lets `write` make the program beside its place and then moves it there, so that two processes may do this at once. */
export async function placeProgram(file: string, write: (target: string) => Promise<void>): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const target = `${file}.${process.pid}`;
  await write(target);
  await rename(target, file);
}
