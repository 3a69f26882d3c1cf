import type { Context } from "../log/index.ts";

/** What a reconcile says of the future: nothing more to do until something changes, or look again later. Throwing means backoff. */
export interface Result {
  readonly requeueAfterMs?: number;
}

/** Level-triggered: a key, never the event; reads all it needs, decides, acts once, writes one status. */
export type Reconcile = (ctx: Context, key: string) => Promise<Result>;

export const done: Result = {};
