import { cpSync, symlinkSync } from "node:fs";
import path from "node:path";
import { exec } from "../src/exec/index.ts";
import { makeTempFolder } from "../test/support/temp-folder.ts";

const checkout = path.resolve(import.meta.dirname, "..");

/** The package as it is shipped, compiled, in a folder of its own: what is measured is what people install. */
export async function buildPackage(signal: AbortSignal): Promise<string> {
  const folder = makeTempFolder();
  const compiler = path.join(checkout, "node_modules/.bin/tsc");
  const { exitCode, stdout } = await exec(compiler, ["-p", path.join(checkout, "tsconfig.build.json"), "--outDir", path.join(folder, "dist")], { signal });
  if (exitCode !== 0) throw new Error(`The package does not compile: ${stdout.toString("utf8")}`);
  for (const part of ["bin", "deploy", "package.json"]) cpSync(path.join(checkout, part), path.join(folder, part), { recursive: true });
  symlinkSync(path.join(checkout, "node_modules"), path.join(folder, "node_modules"));
  return folder;
}
