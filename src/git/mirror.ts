import { glob, mkdir, rm } from "node:fs/promises";
import path from "node:path";
import type { GitAccess } from "./access.ts";
import type { GitObserver } from "./observer.ts";
import { keptRef, localRefsFormat, parseLocalRefs, parseRemoteRefs, type Refs } from "./refs.ts";
import { maskUrl } from "./repo-url.ts";
import { runGit, runGitRemote } from "./run-git.ts";

const lsRemoteTimeoutMs = 15_000;
const fetchTimeoutMs = 600_000;
/** Up to this many refs the first version of the protocol is quicker: it has them all advertised, without asking for the wanted ones. */
const fewRefs = 2_000;
/** Git looks whether to pack its objects after every fetch; that takes as long as a small fetch, so it is let only now and then, and not in a new mirror. */
const fetchesPerTidying = 50;

export interface RemoteCall {
  readonly access: GitAccess;
  readonly signal: AbortSignal;
  /** How many refs we have already: a guess at how many there are. */
  readonly knownRefs: number;
}

/** The bare copy of one repository on disk, and the Git commands that touch it. */
export interface Mirror {
  /** True when the mirror is new; in one that was there, locks of a killed process are removed. */
  open(signal: AbortSignal): Promise<boolean>;
  fetchLocalRefs(signal: AbortSignal): Promise<ReadonlyMap<string, string>>;
  /** One request: all refs of the remote. */
  fetchRemoteRefs(call: RemoteCall, wanted: readonly string[]): Promise<Refs>;
  /** Brings the wanted refs, or commits by id, and their objects; removes refs the remote no longer has. */
  fetch(call: RemoteCall, wanted: readonly string[]): Promise<void>;
}

/** The mirror of a URL at a folder that nobody else uses. */
export function createMirror(url: string, { gitDir, observer }: { readonly gitDir: string; readonly observer: GitObserver }): Mirror {
  const local = ["--git-dir", gitDir];
  let fetches = 0;
  return {
    async open(signal) {
      const isNew = (await mkdir(gitDir, { recursive: true })) !== undefined;
      await runGit(["init", "--bare", "--quiet", gitDir], { signal });
      if (isNew) fetches = 1;
      else for await (const lock of glob("**/*.lock", { cwd: gitDir })) await rm(path.join(gitDir, lock), { force: true });
      return isNew;
    },
    async fetchLocalRefs(signal) {
      return parseLocalRefs(await runGit([...local, "for-each-ref", `--format=${localRefsFormat}`], { signal }));
    },
    async fetchRemoteRefs({ access, signal, knownRefs }, wanted) {
      const patterns = knownRefs > fewRefs ? ["HEAD", ...wanted] : [];
      const args = (remote: string): string[] => [...local, "-c", protocolFor(knownRefs), "ls-remote", "--symref", "--", remote, ...patterns];
      const call = { url, access, signal, timeoutMs: lsRemoteTimeoutMs };
      return parseRemoteRefs(await observer.request({ url: maskUrl(url), kind: "ls-remote" }, () => runGitRemote(args, call)));
    },
    async fetch({ access, signal, knownRefs }, wanted) {
      const refspecs = wanted.map((name) => (name.startsWith("refs/") ? `+${name}:${name}` : `+${name}:${keptRef(name)}`));
      const settings = ["-c", protocolFor(knownRefs), "-c", `maintenance.auto=${fetches % fetchesPerTidying === 0}`];
      const flags = ["--quiet", "--prune", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"];
      fetches += 1;
      const args = (remote: string): string[] => [...local, ...settings, "fetch", ...flags, "--", remote, ...refspecs];
      await observer.request({ url: maskUrl(url), kind: "fetch" }, () => runGitRemote(args, { url, access, signal, timeoutMs: fetchTimeoutMs }));
    },
  };
}

function protocolFor(knownRefs: number): string {
  return `protocol.version=${knownRefs > fewRefs ? 2 : 0}`;
}
