/** Compiles the package into `dist/`: what `npm pack` and `npm publish` ship. */
import { spawnSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import path from "node:path";
import process from "node:process";

process.chdir(path.resolve(import.meta.dirname, ".."));
rmSync("dist", { recursive: true, force: true });
for (const [command, ...args] of [
  ["node", "script/generate-schema.ts"],
  ["tsc", "-p", "tsconfig.build.json"],
] as const) {
  const { status } = spawnSync(command, args, { stdio: "inherit", env: { ...process.env, PATH: `node_modules/.bin${path.delimiter}${process.env["PATH"] ?? ""}` } });
  if (status !== 0) process.exit(status ?? 1);
}
cpSync("src/kube/schema/generated", "dist/kube/schema/generated", { recursive: true });
