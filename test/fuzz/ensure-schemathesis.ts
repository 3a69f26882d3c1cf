import { execFile } from "node:child_process";
import { access } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { cacheFolder } from "../../tools/cache-folder.ts";

const run = promisify(execFile);
const version = "4.32.5";

/** The program, or why there is none. Installed with Python's own tools into a folder of the cache, the first time from its package index. */
export async function ensureSchemathesis(): Promise<{ readonly program: string } | { readonly reason: string }> {
  const folder = path.join(cacheFolder(), "tools", `schemathesis-${version}`);
  const program = path.join(folder, "bin", "schemathesis");
  try {
    await access(program);
    return { program };
  } catch {
    // It has to be installed.
  }
  try {
    await run("python3", ["-m", "venv", "--clear", folder], { timeout: 60_000 });
    await run(path.join(folder, "bin", "pip"), ["install", "--quiet", "--disable-pip-version-check", `schemathesis==${version}`], { timeout: 180_000 });
    return { program };
  } catch (error) {
    return { reason: `schemathesis ${version} cannot be installed: ${String(error).split("\n").slice(0, 2).join(" ")}` };
  }
}
