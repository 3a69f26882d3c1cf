import { isSillageError } from "../errors/index.ts";
import type { GitAccess } from "./access.ts";
import type { Mirror, RemoteCall } from "./mirror.ts";
import { areRefsEqual, isMirrored, isOtherRef, type Refs } from "./refs.ts";

/** `poll` asks whether anything moved and fetches only then; `push` fetches at once, for when we were told. */
export type RefreshMode = "poll" | "push";

/** What the remote has, brought into the mirror. */
export interface RemoteRefs {
  /** The refs now, with all they reach in the mirror. `before` is what the last call gave. */
  read(before: Refs | undefined, mode: RefreshMode): Promise<Refs>;
  /** Has a ref that is neither branch nor tag mirrored from now on. False when it is one of these, or was asked for before. */
  want(name: string): boolean;
  /** Brings a commit that no branch or tag reaches, such as the head of a pull request, where the remote gives it. */
  fetchCommit(id: string, known: Refs | undefined): Promise<void>;
}

export interface RemoteRefsDeps {
  readonly mirror: Mirror;
  readonly getAccess: () => GitAccess;
  readonly signal: AbortSignal;
}

const patterns = ["refs/heads/*", "refs/tags/*"];
/** Whoever may look at an application may ask for any name: beyond this many, those that the remote does not have are forgotten. */
const mostOthers = 100;

export function createRemoteRefs({ mirror, getAccess, signal }: RemoteRefsDeps): RemoteRefs {
  const others = new Set<string>();

  function callFor(known: ReadonlyMap<string, string>): RemoteCall {
    return { access: getAccess(), signal, knownRefs: known.size };
  }

  async function fetchAll({ ids, head }: Refs, names: readonly string[]): Promise<Refs> {
    await mirror.fetch(callFor(ids), names);
    return { ids: await mirror.fetchLocalRefs(signal), head };
  }

  function forgetAbsent({ ids }: Refs): void {
    if (others.size > mostOthers) for (const name of others) if (!ids.has(name)) others.delete(name);
  }

  /** A new mirror lacks everything, so nothing need be known before it is fetched. */
  async function fetchFirst(): Promise<Refs> {
    const call = callFor(new Map());
    const [refs, fetched] = await Promise.allSettled([mirror.fetchRemoteRefs(call, patterns), mirror.fetch(call, patterns)]);
    if (refs.status === "rejected") throw refs.reason;
    if (fetched.status === "rejected") throw fetched.reason;
    return { ids: await mirror.fetchLocalRefs(signal), head: refs.value.head };
  }

  return {
    async read(before, mode) {
      if (mode === "push" && before !== undefined && others.size === 0) return fetchAll(before, patterns);
      if (before === undefined && (await mirror.open(signal))) return fetchFirst();
      const local = before?.ids ?? (await mirror.fetchLocalRefs(signal));
      for (const name of local.keys()) if (isOtherRef(name)) others.add(name);
      const remote = await mirror.fetchRemoteRefs(callFor(local), [...patterns, ...others]);
      forgetAbsent(remote);
      if (areRefsEqual(local, remote.ids, (name) => isMirrored(name) || others.has(name))) return { ids: local, head: remote.head };
      return fetchAll(remote, [...patterns, ...[...others].filter((name) => remote.ids.has(name))]);
    },
    want(name) {
      if (!isOtherRef(name) || others.has(name)) return false;
      others.add(name);
      return true;
    },
    async fetchCommit(id, known) {
      try {
        await mirror.fetch(callFor(known?.ids ?? new Map()), [id]);
      } catch (error) {
        if (isSillageError(error, "canceled")) throw error;
        // Most servers refuse ids they do not advertise: then the commit stays unknown, which the caller reports.
      }
    },
  };
}
