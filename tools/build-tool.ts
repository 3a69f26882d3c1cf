import process from "node:process";
import { exec } from "../src/exec/index.ts";
import { describeError, SillageError } from "../src/errors/index.ts";
import { findTool, placeProgram, toolPath, type FoundTool } from "./find-tool.ts";
import { moduleFolder, readRecipe, type ToolName } from "./recipes.ts";

export interface BuildOptions {
  readonly signal: AbortSignal;
  /** Told when something that takes long begins. */
  readonly report: (line: string) => void;
}

/** `findTool`, and when the program is not there yet, builds it from its Go module first. Never throws. */
export async function buildTool(name: ToolName, options: BuildOptions): Promise<FoundTool> {
  const found = await findTool(name);
  const recipe = readRecipe(name);
  if (found.kind === "found" || recipe.kind === "archive") return found;
  if (!(await hasGo(options.signal))) return { kind: "missing", reason: `${name} is built from a Go module, and Go is not installed` };
  options.report(`building ${name} ${recipe.version} once; the first of the Kubernetes programs takes minutes`);
  try {
    await placeProgram(toolPath(name), async (target) => {
      const args = ["build", "-trimpath", "-mod=readonly", "-ldflags", recipe.ldflags.join(" "), "-o", target, recipe.importPath];
      const result = await exec("go", args, { cwd: moduleFolder(recipe), env: goEnvironment(), signal: options.signal });
      if (result.exitCode !== 0) throw new SillageError("unavailable", result.stderr.trim().split("\n").slice(-3).join("; "));
    });
    return await findTool(name);
  } catch (error) {
    return { kind: "missing", reason: `${name} cannot be built: ${describeError(error)}` };
  }
}

async function hasGo(signal: AbortSignal): Promise<boolean> {
  try {
    return (await exec("go", ["version"], { env: goEnvironment(), signal })).exitCode === 0;
  } catch {
    return false;
  }
}

/** Go's own settings of the machine (module proxy, caches), plus what makes a static program with the installed Go. */
export function goEnvironment(): Record<string, string> {
  const names = Object.keys(process.env).filter((name) => name.startsWith("GO") || name.startsWith("XDG_"));
  const settings = Object.fromEntries(names.map((name) => [name, process.env[name] ?? ""]));
  return { ...settings, GOTOOLCHAIN: "local", CGO_ENABLED: "0", GOFLAGS: "", GOWORK: "off" };
}
