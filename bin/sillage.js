#!/usr/bin/env node
// Runs the compiled package, or in a checkout the sources themselves, with a Node that is new enough.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import module from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const compiled = fileURLToPath(new URL("../dist/main/sillage.js", import.meta.url));
const source = fileURLToPath(new URL("../src/main/sillage.ts", import.meta.url));
const entry = existsSync(source) ? source : compiled;

if (Number(process.versions.node.split(".")[0]) >= 24) {
  shareHeap();
  module.enableCompileCache(process.env.NODE_COMPILE_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "sillage", "compile"));
  const { main } = await import(entry);
  await main(process.argv.slice(2));
} else {
  const newer = fileURLToPath(new URL("../node_modules/.bin/node", import.meta.url));
  if (!existsSync(newer)) {
    console.error(`sillage: Node 24 or newer is needed, this is ${process.version}`);
    process.exit(1);
  }
  const child = spawn(newer, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => (signal === null ? process.exit(code ?? 1) : process.kill(process.pid, signal)));
}

/**
 * Lets all threads of a server allocate from one heap of glibc: with one each, what they have freed stays with them, a seventh of the memory. That can be said
 * to a new program only, so this process becomes one.
 */
function shareHeap() {
  if (process.argv[2] !== "server" || process.platform !== "linux" || process.env.MALLOC_ARENA_MAX !== undefined) return;
  process.execve(process.execPath, [process.execPath, ...process.execArgv, ...process.argv.slice(1)], { ...process.env, MALLOC_ARENA_MAX: "1" });
}
