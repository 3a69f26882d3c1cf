import process from "node:process";
import { exec } from "../src/exec/index.ts";
import { describeError, SillageError } from "../src/errors/index.ts";
import { findTool, placeProgram, toolPath, type FoundTool } from "./find-tool.ts";
import { moduleFolder, readRecipe, type ToolName } from "./recipes.ts";

/** `findTool`, and when the program is not there yet, builds it from its Go module first. Never throws. */
export async function buildTool(name: ToolName, options: { readonly signal: AbortSignal }): Promise<FoundTool> {
  const found = await findTool(name);
  const recipe = readRecipe(name);
  if (found.kind === "found" || recipe.kind === "archive") return found;
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

/** Go's own settings of the machine (module proxy, caches), plus what makes a static program with the installed Go. */
function goEnvironment(): Record<string, string> {
  const names = Object.keys(process.env).filter((name) => name.startsWith("GO") || name.startsWith("XDG_"));
  const settings = Object.fromEntries(names.map((name) => [name, process.env[name] ?? ""]));
  return { ...settings, GOTOOLCHAIN: "local", CGO_ENABLED: "0", GOFLAGS: "", GOWORK: "off" };
}
