import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseLocalRefs, localRefsFormat } from "../refs.ts";
import { runGit } from "../run-git.ts";

interface Call {
  readonly signal: AbortSignal;
}

/** One bare repository of the server. */
export interface HostedRepository {
  /** What to clone. */
  readonly url: string;
  readonly gitDir: string;
  init(call: Call): Promise<void>;
  fetchBranches(call: Call): Promise<ReadonlyMap<string, string>>;
  /** Commits the content of a folder to the branch `main`; nothing happens when it is there already. */
  importFolder(folder: string, message: string, call: Call): Promise<void>;
}

const author = { name: "Sillage", email: "sillage@example.invalid" };

export function createHostedRepository(gitDir: string, url: string): HostedRepository {
  const local = ["--git-dir", gitDir];
  return {
    url,
    gitDir,
    async init({ signal }) {
      if (existsSync(gitDir)) return;
      await runGit(["init", "--bare", "--quiet", "--initial-branch=main", gitDir], { signal });
      await runGit([...local, "config", "http.receivepack", "true"], { signal });
    },
    async fetchBranches({ signal }) {
      return parseLocalRefs(await runGit([...local, "for-each-ref", `--format=${localRefsFormat}`, "refs/heads"], { signal }));
    },
    async importFolder(folder, message, { signal }) {
      const temporary = await mkdtemp(path.join(tmpdir(), "sillage-import-"));
      try {
        const env = { GIT_INDEX_FILE: path.join(temporary, "index") };
        const at = [...local, "--work-tree", folder];
        await runGit([...at, "add", "--all", "--force", "."], { signal, env });
        const tree = await runGit([...local, "write-tree"], { signal, env });
        const [parent, parentTree] = (await runGit([...local, "for-each-ref", "--format=%(objectname) %(tree)", "refs/heads/main"], { signal })).trim().split(" ");
        if (parentTree === tree.trim()) return;
        const identity = { GIT_AUTHOR_NAME: author.name, GIT_AUTHOR_EMAIL: author.email, GIT_COMMITTER_NAME: author.name, GIT_COMMITTER_EMAIL: author.email };
        const parents = parent === undefined || parent === "" ? [] : ["-p", parent];
        const commit = await runGit([...local, "commit-tree", tree.trim(), ...parents, "-m", message], { signal, env: identity });
        await runGit([...local, "update-ref", "refs/heads/main", commit.trim()], { signal });
      } finally {
        await rm(temporary, { recursive: true, force: true });
      }
    },
  };
}
