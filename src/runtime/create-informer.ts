import { computeBackoffMs, sleep, type BackoffOptions, type Clock } from "../async/index.ts";
import { SillageError, describeError, isSillageError, toSillageError } from "../errors/index.ts";
import type { ApiResource, KubeClient, KubeObject, WatchEvent } from "../kube/index.ts";
import type { Log } from "../log/index.ts";
import type { Change, Informer } from "./informer.ts";
import type { Indexes } from "./object-index.ts";
import { createObjectStore, type ObjectStore } from "./object-store.ts";

export interface InformerDeps {
  readonly client: Pick<KubeClient, "fetchList" | "watch">;
  readonly clock: Clock;
  readonly log: Log;
  /** In [0, 1), for the jitter of retries and watch timeouts. `Math.random` when left out. */
  readonly random?: () => number;
}

export interface InformerOptions {
  readonly resource: ApiResource;
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly metadataOnly?: boolean;
  /** What is stored of each object; must keep the metadata that identifies it. Left out, only managedFields are dropped. */
  readonly transform?: (object: KubeObject) => KubeObject;
  /** Pure functions of the stored object. */
  readonly indexes?: Indexes;
}

const backoff: BackoffOptions = { baseMs: 100, factor: 2, maxMs: 30_000 };
/** A watch is asked to end after five to ten minutes, so that the watches of many replicas do not begin again together. */
const watchSeconds = 300;
/** A watch that ended sooner than this counts as failed, lest a server that ends each at once be asked without pause. */
const shortestWatchMs = 1000;

/**
 * A cache of one resource: lists, then watches from there. A watch that ends is resumed from the last event or bookmark; after a lost connection once more;
 * when that fails, or the server no longer has the history (410), the list is read again and what vanished meanwhile is reported as deleted.
 */
export function createInformer(deps: InformerDeps, options: InformerOptions): Informer {
  return new WatchInformer(deps, options);
}

class WatchInformer implements Informer {
  readonly #client: InformerDeps["client"];
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #log: Log;
  readonly #resource: ApiResource;
  readonly #scope: Omit<InformerOptions, "resource" | "transform" | "indexes">;
  readonly #transform: (object: KubeObject) => KubeObject;
  readonly #store: ObjectStore;
  readonly #handlers = new Set<(change: Change) => void>();
  readonly #firstList = Promise.withResolvers<void>();
  #failure: SillageError | undefined;
  /** Where the next watch begins; `undefined` when the list must be read first. */
  #version: string | undefined;

  constructor(deps: InformerDeps, options: InformerOptions) {
    const { resource, transform = withoutManagedFields, indexes = {}, ...scope } = options;
    this.#client = deps.client;
    this.#clock = deps.clock;
    this.#random = deps.random ?? Math.random;
    this.#log = deps.log.with({ resource: resource.group === "" ? resource.resource : `${resource.resource}.${resource.group}` });
    this.#resource = resource;
    this.#scope = scope;
    this.#transform = transform;
    this.#store = createObjectStore(indexes);
    // Whoever waits for the first list is told of an abort; when nobody does, it is no unhandled rejection.
    this.#firstList.promise.catch(() => undefined);
  }

  get synced(): Promise<void> {
    return this.#firstList.promise;
  }

  get(namespace: string, name: string): KubeObject | undefined {
    return this.#store.get(namespace, name);
  }

  list(namespace?: string): readonly KubeObject[] {
    return this.#store.list(namespace);
  }

  listByIndex(index: string, value: string): readonly KubeObject[] {
    return this.#store.listByIndex(index, value);
  }

  getVersion(): string | undefined {
    return this.#version;
  }

  getFailure(): SillageError | undefined {
    return this.#failure;
  }

  onChange(handler: (change: Change) => void): () => void {
    this.#handlers.add(handler);
    return () => void this.#handlers.delete(handler);
  }

  async run(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      try {
        if (this.#version === undefined) await this.#relist(signal);
        await this.#follow(signal, () => (failures = 0));
        failures = 0;
      } catch (error) {
        if (signal.aborted) break;
        if (failures > 0 || !isSillageError(error, "unavailable")) this.#version = undefined;
        const retryMs = Math.round(computeBackoffMs(failures, backoff) * (1 + this.#random() / 2));
        failures += 1;
        const level = failures > 2 ? "warn" : "debug";
        this.#log[level]("Watch interrupted", { error: describeError(error), relist: this.#version === undefined, retryMs });
        await pause(retryMs, { clock: this.#clock, signal });
      }
    }
    this.#firstList.reject(signal.reason);
  }

  async #relist(signal: AbortSignal): Promise<void> {
    try {
      const { items, resourceVersion } = await this.#client.fetchList(this.#resource, { ...this.#scope, transform: this.#transform, signal });
      for (const change of this.#store.replace(items)) this.#emit(change);
      this.#version = resourceVersion;
      this.#failure = undefined;
      this.#firstList.resolve();
    } catch (error) {
      this.#failure = toSillageError(error);
      throw this.#failure;
    }
  }

  /** One watch request to its end. */
  async #follow(signal: AbortSignal, onEvent: () => void): Promise<void> {
    const startedMs = this.#clock.now();
    const timeoutSeconds = Math.round(watchSeconds * (1 + this.#random()));
    const from = this.#version === undefined ? {} : { resourceVersion: this.#version };
    for await (const event of this.#client.watch(this.#resource, { ...this.#scope, ...from, timeoutSeconds, signal })) {
      onEvent();
      this.#accept(event);
    }
    if (this.#clock.now() - startedMs < shortestWatchMs) throw new SillageError("unavailable", "The watch ended at once");
  }

  #accept(event: WatchEvent): void {
    if (event.type === "BOOKMARK") {
      this.#version = event.resourceVersion;
      return;
    }
    const object = this.#transform(event.object);
    for (const change of event.type === "DELETED" ? this.#store.remove(object) : this.#store.upsert(object)) this.#emit(change);
    this.#version = event.object.metadata.resourceVersion ?? this.#version;
  }

  #emit(change: Change): void {
    for (const handler of this.#handlers) {
      try {
        handler(change);
      } catch (error) {
        this.#log.error("Change handler failed", { error: describeError(error) });
      }
    }
  }
}

/** The object without what only the server needs, which is two thirds of its memory. */
export function withoutManagedFields(object: KubeObject): KubeObject {
  const { managedFields, ...metadata } = object.metadata;
  return managedFields === undefined ? object : { ...object, metadata };
}

/** Like `sleep`, but an abort just ends it. */
async function pause(delayMs: number, options: { readonly clock: Clock; readonly signal: AbortSignal }): Promise<void> {
  try {
    await sleep(delayMs, options);
  } catch {
    // The caller looks at its signal.
  }
}
