import type { Clock } from "../async/index.ts";
import type { KubeClient } from "../kube/index.ts";
import { getString } from "../kube/index.ts";
import type { Informer } from "../runtime/index.ts";

export interface TroubleDeps {
  readonly client: Pick<KubeClient, "fetchText">;
  readonly clock: Clock;
  /** What must be followed for the product to work, by what it is. */
  readonly informers: Readonly<Record<string, Pick<Informer, "getFailure">>>;
}

export interface ClusterHealth {
  /** The API server's version; `undefined` while it does not answer. */
  fetchVersion(): Promise<string | undefined>;
  findTroubles(): Promise<readonly string[]>;
}

const answerMs = 2_000;
/** Whoever asks more often than this gets what the last one got. */
const freshMs = 2_000;

export function createClusterHealth({ client, clock, informers }: TroubleDeps): ClusterHealth {
  let last: { readonly atMs: number; readonly version: Promise<string | undefined> } | undefined;

  async function ask(): Promise<string | undefined> {
    try {
      return getString(JSON.parse(await client.fetchText("/version", { signal: AbortSignal.timeout(answerMs) })), "gitVersion") ?? "";
    } catch {
      // Why it does not answer stands in the log of the watches.
      return undefined;
    }
  }

  function fetchVersion(): Promise<string | undefined> {
    if (last === undefined || clock.now() >= last.atMs + freshMs) last = { atMs: clock.now(), version: ask() };
    return last.version;
  }

  return {
    fetchVersion,
    async findTroubles() {
      const silent = (await fetchVersion()) === undefined ? ["The Kubernetes API does not answer"] : [];
      return [...silent, ...Object.entries(informers).flatMap(([what, informer]) => (informer.getFailure() === undefined ? [] : [`Cannot list ${what}`]))];
    },
  };
}
