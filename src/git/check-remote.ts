import type { GitAccess } from "./access.ts";
import { runGitRemote } from "./run-git.ts";

/** Asks the remote once for its branches; throws why it cannot be read with this access. */
export async function checkRemote(url: string, { access, signal }: { readonly access: GitAccess; readonly signal: AbortSignal }): Promise<void> {
  await runGitRemote((remote) => ["ls-remote", "--heads", "--", remote], { url, access, signal });
}
