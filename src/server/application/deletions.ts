import type { Application } from "../../api/index.ts";
import type { ApplicationEvent } from "./deps.ts";

/** The newest deletions: who was away for a moment need not read everything again to learn what is gone. */
export interface Deletions {
  /** What was deleted before this version is not known. */
  beginAt(version: string): void;
  note(application: Application, version: string): void;
  /** From this version on; `undefined` when that is too long ago to know. */
  listSince(version: string): readonly ApplicationEvent[] | undefined;
}

const remembered = 1_000;

export function createDeletions(): Deletions {
  const deletions: { readonly version: bigint; readonly application: Application }[] = [];
  let known: bigint | undefined;

  return {
    beginAt(version) {
      known = BigInt(version);
    },
    note(application, version) {
      deletions.push({ version: BigInt(version), application });
      if (deletions.length > remembered) known = deletions.shift()?.version ?? known;
    },
    listSince(version) {
      const since = /^\d+$/.test(version) ? BigInt(version) : undefined;
      if (since === undefined || known === undefined || since < known) return undefined;
      // A deletion found by listing again has no version of its own, so it counts as told with the newest before.
      return deletions.filter((deletion) => deletion.version >= since).map(({ application }) => ({ type: "DELETED", application }));
    },
  };
}
