import { type Clock, sleep } from "../async/index.ts";
import type { SillageError } from "../errors/index.ts";
import { type ApiResource, formatKey, type KubeObject, keyOf, type ObjectKey } from "../kube/index.ts";
import type { Change, Informer } from "../runtime/index.ts";
import { ownerOf } from "./tracking.ts";

export interface LiveObjectsDeps {
  /** A watch of the kind in all namespaces, with these index functions; it is started by us. */
  readonly createInformer: (resource: ApiResource, options: { readonly transform: (object: KubeObject) => KubeObject; readonly indexes: Indexes }) => Informer;
  readonly clock: Clock;
}

type Indexes = Readonly<Record<string, (object: KubeObject) => readonly string[]>>;

export interface OwnedObject {
  readonly resource: ApiResource;
  readonly object: KubeObject;
}

/** What exists in the cluster of the kinds that applications contain, fed by watches that start when a kind is first asked for. */
export interface LiveObjects {
  /** Resolves when the kind is in the cache. Throws why it cannot be listed. */
  ensureWatched(resource: ApiResource, options: { readonly signal: AbortSignal }): Promise<void>;
  /** Newest known state, our own writes included. Only for kinds that are watched. */
  get(resource: ApiResource, key: ObjectKey): KubeObject | undefined;
  list(resource: ApiResource): readonly KubeObject[];
  /** All objects whose tracking id names this instance. */
  listOwned(instance: string): readonly OwnedObject[];
  /** Remembers the answer to a write until the watch has caught up. */
  noteWritten(resource: ApiResource, object: KubeObject): void;
  onChange(handler: (change: Change) => void): () => void;
  getStats(): CacheStats;
  /** Watches until the signal aborts. Kinds asked for before wait for it. */
  run(signal: AbortSignal): Promise<void>;
}

export interface CacheStats {
  readonly kinds: number;
  readonly objects: number;
  /** Of the kind that could not be listed. */
  readonly failure: SillageError | undefined;
}

interface Watched {
  readonly resource: ApiResource;
  readonly informer: Informer;
  /** Our writes the watch has not reported yet. */
  readonly written: Map<string, KubeObject>;
  /** Newest resourceVersion the watch has reported. */
  seen: bigint;
  isSynced: boolean;
}

const instanceIndex = "instance";
/** How soon somebody who waits for a first list hears that it failed. */
const failureCheckMs = 100;

export interface LiveObjectsOptions {
  /** Managers whose managedFields entries are kept; the others' are dropped. */
  readonly managers: readonly string[];
}

export function createLiveObjects(deps: LiveObjectsDeps, options: LiveObjectsOptions): LiveObjects {
  const watched = new Map<string, Watched>();
  const handlers = new Set<(change: Change) => void>();
  const loops = new Set<Promise<void>>();
  const started = Promise.withResolvers<AbortSignal>();

  function watch(resource: ApiResource): Watched {
    const id = formatResource(resource);
    const known = watched.get(id);
    if (known !== undefined) return known;
    const informer = deps.createInformer(resource, {
      transform: (object) => keepManagers(object, options.managers),
      indexes: { [instanceIndex]: listInstances },
    });
    const entry: Watched = { resource, informer, written: new Map(), seen: 0n, isSynced: false };
    watched.set(id, entry);
    informer.onChange((change) => {
      noteSeen(entry, change.object);
      for (const handler of handlers) handler(change);
    });
    informer.synced.then(
      () => (entry.isSynced = true),
      () => undefined,
    );
    loops.add(started.promise.then((signal) => informer.run(signal)));
    return entry;
  }

  return {
    ensureWatched: (resource, { signal }) => waitForFirstList(watch(resource), { clock: deps.clock, signal }),
    get(resource, key) {
      const entry = watched.get(formatResource(resource));
      return entry?.written.get(formatKey(key)) ?? entry?.informer.get(key.namespace, key.name);
    },
    list: (resource) => watched.get(formatResource(resource))?.informer.list() ?? [],
    listOwned: (instance) => [...watched.values()].flatMap((entry) => listOwnedOf(entry, instance)),
    noteWritten(resource, object) {
      const entry = watched.get(formatResource(resource));
      if (entry !== undefined && versionOf(object) > entry.seen) entry.written.set(formatKey(keyOf(object)), keepManagers(object, options.managers));
    },
    onChange(handler) {
      handlers.add(handler);
      return () => void handlers.delete(handler);
    },
    getStats() {
      const entries = [...watched.values()];
      return {
        kinds: entries.length,
        objects: entries.reduce((sum, { informer }) => sum + informer.list().length, 0),
        failure: entries.map(({ informer }) => informer.getFailure()).find((failure) => failure !== undefined),
      };
    },
    async run(signal) {
      started.resolve(signal);
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
      await Promise.all(loops);
    },
  };
}

async function waitForFirstList(entry: Watched, options: { readonly clock: Clock; readonly signal: AbortSignal }): Promise<void> {
  while (!entry.isSynced) {
    await Promise.race([entry.informer.synced, sleep(failureCheckMs, options)]);
    const failure = entry.isSynced ? undefined : entry.informer.getFailure();
    if (failure !== undefined) throw failure;
  }
}

function listOwnedOf({ resource, informer, written }: Watched, instance: string): OwnedObject[] {
  const ours = [...written.values()].filter((object) => ownerOf(object) === instance);
  const known = informer.listByIndex(instanceIndex, instance).filter((object) => !written.has(formatKey(keyOf(object))));
  return [...ours, ...known].map((object) => ({ resource, object }));
}

/** The watch reports all changes of a kind in order, so whatever it has reached needs no memory of ours. */
function noteSeen(entry: Watched, object: KubeObject): void {
  const version = versionOf(object);
  if (version > entry.seen) entry.seen = version;
  const id = formatKey(keyOf(object));
  const written = entry.written.get(id);
  if (written !== undefined && versionOf(written) <= version) entry.written.delete(id);
}

function listInstances(object: KubeObject): readonly string[] {
  const owner = ownerOf(object);
  return owner === undefined ? [] : [owner];
}

function versionOf({ metadata }: KubeObject): bigint {
  return BigInt(metadata.resourceVersion ?? "0");
}

function formatResource({ group, version, resource }: ApiResource): string {
  return `${group}/${version}/${resource}`;
}

function keepManagers(object: KubeObject, managers: readonly string[]): KubeObject {
  const { managedFields } = object.metadata;
  if (managedFields === undefined) return object;
  const kept = managedFields.filter(({ manager, subresource = "" }) => managers.includes(manager) && subresource === "");
  return { ...object, metadata: { ...object.metadata, managedFields: kept } };
}
