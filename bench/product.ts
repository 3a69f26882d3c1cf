import path from "node:path";
import { startGitServer } from "../test/support/git-server.ts";
import { createWorkingCopy, type WorkingCopy } from "../test/support/git-repository.ts";
import { startSillage } from "../test/support/process.ts";
import { makeTempFolder } from "../test/support/temp-folder.ts";

/** `sillage server` and a repository beside it. */
export interface Product {
  readonly pid: number;
  readonly repositoryUrl: string;
  readonly repository: WorkingCopy;
  /** Tells the server of a push, as GitHub would. */
  announce(commit: string): Promise<void>;
  close(): Promise<void>;
}

/** A server that has never seen anything: no mirror, no memory. */
export async function startProduct(options: { readonly packageFolder: string; readonly kubeconfig: string }): Promise<Product> {
  const { packageFolder, kubeconfig } = options;
  const git = await startGitServer();
  const repository = await createWorkingCopy(git.repositoryUrl);
  const environment = { SILLAGE_CONFIG: path.join(makeTempFolder(), "config"), XDG_CACHE_HOME: makeTempFolder() };
  const server = await startSillage(["server", "--kubeconfig", kubeconfig, "--port", "0", "--insecure", "--install-crds"], environment, { packageFolder });
  return {
    pid: server.pid,
    repositoryUrl: git.repositoryUrl,
    repository,
    async announce(commit) {
      const body = JSON.stringify({ ref: "refs/heads/main", before: "", after: commit, repository: { clone_url: git.repositoryUrl }, commits: [] });
      const response = await fetch(new URL("/api/webhook", server.url), { method: "POST", headers: { "content-type": "application/json", "x-github-event": "push" }, body });
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`The webhook was answered with ${response.status}`);
    },
    async close() {
      await server.stop();
      await git.close();
    },
  };
}
