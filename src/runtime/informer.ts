import type { SillageError } from "../errors/index.ts";
import type { KubeObject } from "../kube/index.ts";

export type Change =
  | { readonly type: "added"; readonly object: KubeObject }
  | { readonly type: "modified"; readonly object: KubeObject; readonly previous: KubeObject }
  | { readonly type: "deleted"; readonly object: KubeObject };

/** A watch-fed cache of one resource. Objects are shared: never mutate them. */
export interface Informer {
  /** `namespace` is "" for cluster-scoped objects. */
  get(namespace: string, name: string): KubeObject | undefined;
  list(namespace?: string): readonly KubeObject[];
  /** Objects for which the named index function gave this value. */
  listByIndex(index: string, value: string): readonly KubeObject[];
  /** Called after the cache has changed, in the order of the events; what is cached already is not replayed. Returns the way to stop. */
  onChange(handler: (change: Change) => void): () => void;
  /** The resourceVersion the cache stands for: that of the last list, event or bookmark; `undefined` before, and while it must list again. */
  getVersion(): string | undefined;
  /** Resolves when the first list is in the cache; rejects with the abort's reason when that comes first. */
  readonly synced: Promise<void>;
  /** Why the resource cannot be listed at the moment; `undefined` while it can. */
  getFailure(): SillageError | undefined;
  /** Lists and watches until the signal aborts; survives every error by relisting with backoff. */
  run(signal: AbortSignal): Promise<void>;
}
