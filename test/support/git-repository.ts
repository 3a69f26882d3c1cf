import assert from "node:assert/strict";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { exec } from "../../src/exec/index.ts";
import { makeTempFolder } from "./temp-folder.ts";

/** A working copy of a repository on a Git server, driven by the unmodified `git`. */
export interface WorkingCopy {
  readonly folder: string;
  /** Writes the files (`undefined` removes one), commits and pushes; gives the commit. */
  commit(message: string, files: Readonly<Record<string, string | undefined>>): Promise<string>;
  /** Commits what was changed by hand, and pushes. */
  commitAll(message: string): Promise<string>;
  read(file: string): Promise<string>;
  copyIn(source: string): Promise<void>;
  git(...args: readonly string[]): Promise<string>;
}

/** An empty `main` branch that pushes to the URL. */
export async function createWorkingCopy(remote: string): Promise<WorkingCopy> {
  const folder = makeTempFolder();
  const identity = {
    GIT_AUTHOR_NAME: "Ada Example",
    GIT_AUTHOR_EMAIL: "ada@example.com",
    GIT_COMMITTER_NAME: "Ada Example",
    GIT_COMMITTER_EMAIL: "ada@example.com",
    GIT_TERMINAL_PROMPT: "0",
  };

  async function git(...args: readonly string[]): Promise<string> {
    const result = await exec("git", args, { cwd: folder, env: identity, signal: AbortSignal.timeout(30_000) });
    assert.equal(result.exitCode, 0, `git ${args.join(" ")}: ${result.stderr}`);
    return result.stdout.toString("utf8").trim();
  }
  async function commitAll(message: string): Promise<string> {
    await git("add", "--all");
    await git("commit", "--quiet", "--message", message);
    await git("push", "--quiet", "origin", "HEAD:main");
    return git("rev-parse", "HEAD");
  }

  await git("init", "--quiet", "--initial-branch=main");
  await git("remote", "add", "origin", remote);
  return {
    folder,
    git,
    commitAll,
    async commit(message, files) {
      for (const [file, content] of Object.entries(files)) {
        const target = path.join(folder, file);
        await mkdir(path.dirname(target), { recursive: true });
        if (content === undefined) await rm(target);
        else await writeFile(target, content);
      }
      return commitAll(message);
    },
    read: (file) => readFile(path.join(folder, file), "utf8"),
    copyIn: (source) => cp(source, folder, { recursive: true }),
  };
}
