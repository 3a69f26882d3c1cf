import { glob, mkdir, rm } from "node:fs/promises";
import path from "node:path";
import type { GitAccess } from "./access.ts";
import { keptRef, localRefsFormat, parseLocalRefs, parseRemoteRefs, type Refs } from "./refs.ts";
import { runGit, runGitRemote } from "./run-git.ts";

const lsRemoteTimeoutMs = 15_000;
const fetchTimeoutMs = 600_000;
/** Beyond this many refs a second round trip that names the wanted ones is cheaper than having all advertised. */
const manyRefs = 2_000;

export interface RemoteCall {
  readonly access: GitAccess;
  readonly signal: AbortSignal;
}

/** The bare copy of one repository on disk, and the Git commands that touch it. */
export interface Mirror {
  /** Makes the folder if needed, and removes locks a killed process left. */
  open(signal: AbortSignal): Promise<void>;
  fetchLocalRefs(signal: AbortSignal): Promise<ReadonlyMap<string, string>>;
  /** One request: all refs of the remote. */
  fetchRemoteRefs(call: RemoteCall, known: number, wanted: readonly string[]): Promise<Refs>;
  /** Brings the wanted refs, or commits by id, and their objects; removes refs the remote no longer has. */
  fetch(call: RemoteCall, wanted: readonly string[]): Promise<void>;
}

/** The mirror of a URL at a folder that nobody else uses. */
export function createMirror(url: string, gitDir: string): Mirror {
  const local = ["--git-dir", gitDir];
  return {
    async open(signal) {
      await mkdir(path.dirname(gitDir), { recursive: true });
      await runGit(["init", "--bare", "--quiet", gitDir], { signal });
      for await (const lock of glob("**/*.lock", { cwd: gitDir })) await rm(path.join(gitDir, lock), { force: true });
    },
    async fetchLocalRefs(signal) {
      return parseLocalRefs(await runGit([...local, "for-each-ref", `--format=${localRefsFormat}`], { signal }));
    },
    async fetchRemoteRefs({ access, signal }, known, wanted) {
      const patterns = known > manyRefs ? ["HEAD", ...wanted] : [];
      const version = known > manyRefs ? 2 : 0;
      const args = (remote: string): string[] => [...local, "-c", `protocol.version=${version}`, "ls-remote", "--symref", "--", remote, ...patterns];
      return parseRemoteRefs(await runGitRemote(args, { url, access, signal, timeoutMs: lsRemoteTimeoutMs }));
    },
    async fetch({ access, signal }, wanted) {
      const refspecs = wanted.map((name) => (name.startsWith("refs/") ? `+${name}:${name}` : `+${name}:${keptRef(name)}`));
      const flags = ["--quiet", "--prune", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"];
      await runGitRemote((remote) => [...local, "fetch", ...flags, "--", remote, ...refspecs], { url, access, signal, timeoutMs: fetchTimeoutMs });
    },
  };
}
