import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { eventually } from "../../test/support/eventually.ts";
import { makeTempFolder } from "../../test/support/temp-folder.ts";
import { createLeashedPrograms } from "./leashed-programs.ts";

/** A program that writes its process id to a file and then waits for a minute. */
function makeSleeper(folder: string): { readonly program: string; readonly pid: () => Promise<number> } {
  const program = path.join(folder, "sleeper");
  const pidFile = path.join(folder, "pid");
  writeFileSync(program, `#!/bin/sh\necho started\necho $$ > "${pidFile}.new" && mv "${pidFile}.new" "${pidFile}"\nexec sleep 60\n`, { mode: 0o755 });
  return {
    program,
    pid: () =>
      eventually(() => {
        assert.ok(existsSync(pidFile));
        return Number(readFileSync(pidFile, "utf8"));
      }),
  };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test("close ends the program, and its output is in the log", async () => {
  const folder = makeTempFolder();
  const sleeper = makeSleeper(folder);
  const programs = createLeashedPrograms(folder);
  programs.run(sleeper.program, []);
  const pid = await sleeper.pid();
  await programs.close();
  assert.equal(isAlive(pid), false);
  assert.equal(readFileSync(path.join(folder, "sleeper.log"), "utf8"), "started\n");
});

test("a program that ends by itself is told", async () => {
  const folder = makeTempFolder();
  const programs = createLeashedPrograms(folder);
  programs.run("/bin/sh", ["-c", "exit 7"]);
  assert.equal(await programs.ended, `sh ended with 7; its log is "${path.join(folder, "sh.log")}"`);
  await programs.close();
});

test("the program ends when its holder is killed", async () => {
  const folder = makeTempFolder();
  const sleeper = makeSleeper(folder);
  const module = path.join(import.meta.dirname, "leashed-programs.ts");
  const script = `const { createLeashedPrograms } = await import(${JSON.stringify(module)}); createLeashedPrograms(${JSON.stringify(folder)}).run(${JSON.stringify(sleeper.program)}, []);`;
  const holder = spawn(process.execPath, ["--input-type=module", "--eval", script], { stdio: "ignore" });
  const pid = await sleeper.pid();
  holder.kill("SIGKILL");
  await eventually(() => assert.equal(isAlive(pid), false));
});
