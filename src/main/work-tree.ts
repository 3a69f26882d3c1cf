import path from "node:path";
import type { WorkTree } from "../cli/index.ts";
import { SillageError } from "../errors/index.ts";
import { exec } from "../exec/index.ts";

const timeoutMs = 60_000;

/** The person's own working tree, changed by the person's own Git with its hooks and signatures. */
export function openWorkTree(folder: string, { signal }: { readonly signal: AbortSignal }): WorkTree {
  async function git(args: readonly string[], files: readonly string[]): Promise<string> {
    const input = files.map((file) => `${path.resolve(file)}\0`).join("");
    const { exitCode, stdout, stderr } = await exec("git", [...args, "--pathspec-from-file=-", "--pathspec-file-nul"], { cwd: folder, input, signal, timeoutMs });
    if (exitCode !== 0) throw new SillageError("conflict", `Cannot run git ${args[0]} in "${folder}": ${stderr.trim()}`);
    return stdout.toString("utf8");
  }

  return {
    async listChanged(files) {
      const { exitCode, stdout, stderr } = await exec("git", ["status", "--porcelain", "-z", "--untracked-files=all"], { cwd: folder, signal, timeoutMs });
      if (exitCode !== 0) throw new SillageError("conflict", `Cannot run git status in "${folder}": ${stderr.trim()}`);
      const top = (await exec("git", ["rev-parse", "--show-toplevel"], { cwd: folder, signal, timeoutMs })).stdout.toString("utf8").trim();
      const changed = new Set(
        stdout
          .toString("utf8")
          .split("\0")
          .map((entry) => path.join(top, entry.slice(3))),
      );
      return files.filter((file) => changed.has(path.resolve(file)));
    },
    async commit(files, message) {
      await git(["commit", "--quiet", "--only", "-m", message], files);
    },
  };
}
