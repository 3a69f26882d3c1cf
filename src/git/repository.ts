import { isDeepStrictEqual } from "node:util";
import { type Clock, computeBackoffMs } from "../async/index.ts";
import { SillageError, toSillageError } from "../errors/index.ts";
import type { GitAccess } from "./access.ts";
import { createCatFile } from "./cat-file.ts";
import { createMirror } from "./mirror.ts";
import { createObjects, type GitObjects } from "./objects.ts";
import { type GitObserver, noObserver } from "./observer.ts";
import { areRefsEqual, type Refs } from "./refs.ts";
import { type RefreshMode, type RemoteRefs, createRemoteRefs } from "./remote-refs.ts";
import { resolveRevision } from "./resolve-revision.ts";
import { createSharedRun } from "./shared-run.ts";

/** One repository: what its remote has now, and all objects fetched so far. */
export interface Repository {
  readonly url: string;
  readonly objects: GitObjects;
  /** Asks the remote; calls made meanwhile share the next request. True when a branch, a tag or HEAD moved. */
  refresh(mode: RefreshMode, options: { readonly signal: AbortSignal }): Promise<boolean>;
  /**
   * The commit a revision (HEAD, branch, tag, id, semver constraint on tags) stands for, as of the last refresh. Crosses the network only when
   * there was none yet, it failed, or the revision is unknown. Throws `notFound` for an unknown revision, else why the remote cannot be read.
   */
  resolve(revision: string, options: { readonly signal: AbortSignal }): Promise<string>;
  close(): Promise<void>;
}

export interface RepositoryDeps {
  readonly clock: Clock;
  /** Looked up before each request, so that changed credentials count at once. */
  readonly getAccess: () => GitAccess;
  readonly observer?: GitObserver;
}

const retry = { baseMs: 1_000, factor: 2, maxMs: 60_000 };
const unknownRevisionWaitMs = 3_000;

/** Opens the mirror of a repository in a folder of its own; nothing is read or fetched before the first use. */
export function createRepository(deps: RepositoryDeps, options: { readonly url: string; readonly gitDir: string }): Repository {
  const { url } = options;
  const catFile = createCatFile(options.gitDir);
  const objects = createObjects(catFile);
  const closing = new AbortController();
  const remote = createRemoteState(
    deps,
    createRemoteRefs({ mirror: createMirror(url, { gitDir: options.gitDir, observer: deps.observer ?? noObserver }), getAccess: deps.getAccess, signal: closing.signal }),
  );

  /** The commit among what we have, without asking for newer refs. */
  async function find(revision: string, signal: AbortSignal): Promise<string | undefined> {
    const id = resolveRevision(await remote.getRefs(signal), revision);
    const candidate = id ?? (/^[0-9a-f]{7,64}$/i.test(revision) ? revision.toLowerCase() : undefined);
    return candidate === undefined ? undefined : (await objects.findCommit(candidate))?.sha;
  }

  return {
    url,
    objects,
    refresh: (mode, { signal }) => remote.refresh(mode, signal),
    async resolve(revision, { signal }) {
      const found = (await find(revision, signal)) ?? ((await remote.lookFor(revision, signal)) ? await find(revision, signal) : undefined);
      if (found !== undefined) return found;
      throw new SillageError("notFound", `Revision "${revision || "HEAD"}" is not a branch, tag or commit of repository "${url}"`, { reason: "RevisionNotFound" });
    },
    async close() {
      closing.abort(new SillageError("canceled", `Repository "${url}" was closed`));
      await catFile.close();
    },
  };
}

interface RemoteState {
  refresh(mode: RefreshMode, signal: AbortSignal): Promise<boolean>;
  getRefs(signal: AbortSignal): Promise<Refs>;
  /** Looks again for a revision we do not know; false when that would be pointless. */
  lookFor(revision: string, signal: AbortSignal): Promise<boolean>;
}

function createRemoteState({ clock, getAccess }: RepositoryDeps, remote: RemoteRefs): RemoteState {
  const run = createSharedRun(update);
  let refs: Refs | undefined;
  let askedAt = 0;
  let failure: { readonly error: SillageError; readonly count: number; readonly access: GitAccess } | undefined;

  async function update(mode: RefreshMode): Promise<boolean> {
    const before = refs;
    try {
      refs = await remote.read(before, mode);
      failure = undefined;
      return refs.head !== before?.head || !areRefsEqual(before?.ids ?? new Map(), refs.ids, () => true);
    } catch (error) {
      failure = { error: toSillageError(error), count: (failure?.count ?? 0) + 1, access: getAccess() };
      throw failure.error;
    } finally {
      askedAt = clock.now();
    }
  }

  /** A failed remote is asked again after a wait that grows, however many applications need it, or at once with other credentials. */
  function isTimeToRetry({ count, access }: { readonly count: number; readonly access: GitAccess }): boolean {
    return clock.now() >= askedAt + computeBackoffMs(count - 1, retry) || !isDeepStrictEqual(access, getAccess());
  }

  return {
    refresh: (mode, caller) => run.renew(mode, caller),
    async getRefs(caller) {
      if (failure !== undefined && !isTimeToRetry(failure)) throw failure.error;
      if (refs === undefined || failure !== undefined) await run.join("poll", caller);
      if (refs === undefined) throw new SillageError("internal", "The repository has no refs after a refresh");
      return refs;
    },
    async lookFor(revision, caller) {
      const isNew = remote.want(revision);
      if (!isNew && clock.now() < askedAt + unknownRevisionWaitMs) return false;
      await run.renew("poll", caller);
      if (/^[0-9a-f]{40,64}$/.test(revision)) await remote.fetchCommit(revision, refs);
      return true;
    },
  };
}
