import type { GitAccess } from "./access.ts";
import { parseRemoteRefs } from "./refs.ts";
import { runGitRemote } from "./run-git.ts";

export interface RefNames {
  readonly branches: readonly string[];
  readonly tags: readonly string[];
}

/** Asks the remote once for its branches and tags, by their short names; throws why it cannot be read with this access. */
export async function fetchRefs(url: string, { access, signal }: { readonly access: GitAccess; readonly signal: AbortSignal }): Promise<RefNames> {
  const output = await runGitRemote((remote) => ["ls-remote", "--heads", "--tags", "--", remote], { url, access, signal });
  const names = [...parseRemoteRefs(output).ids.keys()];
  const below = (prefix: string): readonly string[] => names.flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));
  return { branches: below("refs/heads/"), tags: below("refs/tags/") };
}
