import type { KubeObject } from "../../kube/index.ts";
import { ChangeLog } from "./change-log.ts";
import { Collection, listKeyOf, sortByKey } from "./collection.ts";
import { type Change, type StoredObject, serializeObject } from "./stored-object.ts";

export interface StoreOptions {
  /** Changes remembered per resource for watches and for lists at an older revision. Default 4096. */
  readonly historyLength?: number;
}

export interface ListSelection {
  /** All namespaces when left out. */
  readonly namespace?: string;
  /** The state at this revision; the latest when left out. */
  readonly revision?: number;
}

/** Where an object lives. `resource` is `group/plural`; the namespace is "" for cluster-scoped objects. */
export interface StoreKey {
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
}

/** One object as it was when another process ended, that it was gone by then, or how far the revisions had come. */
export type Restored =
  | { readonly revision: number }
  | { readonly resource: string; readonly revision: number; readonly object: KubeObject }
  | { readonly resource: string; readonly revision: number; readonly deleted: { readonly namespace: string; readonly name: string } };

/**
 * All objects of the cluster in memory under one revision counter. Every write gets the next revision and reaches the resource's listeners before it
 * returns. Knows nothing of HTTP, kinds or rules: callers decide what may be written.
 */
export class Store {
  readonly #historyLength: number;
  readonly #resources = new Map<string, { objects: Collection; log: ChangeLog; listeners: Set<(change: Change) => void> }>();
  readonly #followers = new Set<(resource: string, change: Change) => void>();
  #revision = 1;
  #compacted = 0;

  constructor(options: StoreOptions = {}) {
    this.#historyLength = options.historyLength ?? 4096;
  }

  /** The revision of the latest write to any resource. */
  get revision(): number {
    return this.#revision;
  }

  get(key: StoreKey): StoredObject | undefined {
    return this.#resources.get(key.resource)?.objects.get(key.namespace, key.name);
  }

  /** In key order; `undefined` when the asked revision is compacted. */
  list(resource: string, selection: ListSelection = {}): readonly StoredObject[] | undefined {
    const entry = this.#resource(resource);
    if (selection.revision === undefined || selection.revision >= this.#revision) return entry.objects.list(selection.namespace);
    const undo = entry.log.since(selection.revision);
    if (undo === undefined) return undefined;
    return rewind(entry.objects.list(selection.namespace), undo, selection.namespace);
  }

  /** Creates the object or replaces the one of that name. */
  put(resource: string, object: KubeObject): StoredObject {
    const current = serializeObject(object, this.#revision + 1);
    const { objects } = this.#resource(resource);
    const previous = objects.get(current.namespace, current.name);
    objects.set(current);
    const revision = current.revision;
    this.#publish(resource, previous === undefined ? { type: "added", revision, current } : { type: "modified", revision, current, previous });
    return current;
  }

  /** The last state at the revision of its deletion; `undefined` when there was no such object. `lastState` replaces what is stored. */
  delete(key: StoreKey, lastState?: KubeObject): StoredObject | undefined {
    const previous = this.get(key);
    if (previous === undefined) return undefined;
    const current = serializeObject(lastState ?? previous.object, this.#revision + 1);
    this.#resource(key.resource).objects.delete(key.namespace, key.name);
    this.#publish(key.resource, { type: "deleted", revision: current.revision, current, previous });
    return current;
  }

  /** The resource's changes after the revision; `undefined` when some of them are compacted. */
  changesSince(resource: string, revision: number): readonly Change[] | undefined {
    return this.#resource(resource).log.since(revision);
  }

  /** The listener is called inside each write; it must not write itself. Returns the way to stop. */
  subscribe(resource: string, listener: (change: Change) => void): () => void {
    const { listeners } = this.#resource(resource);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** As `subscribe`, for all resources. */
  subscribeAll(listener: (resource: string, change: Change) => void): () => void {
    this.#followers.add(listener);
    return () => this.#followers.delete(listener);
  }

  /** Every object there is, in no order. */
  forEach(visit: (resource: string, stored: StoredObject) => void): void {
    for (const [resource, { objects }] of this.#resources) for (const stored of objects.list()) visit(resource, stored);
  }

  /** Takes over a state without telling anybody; only before the first listener. Its history is not known. */
  restore(restored: Restored): void {
    if ("object" in restored) this.#resource(restored.resource).objects.set(serializeObject(restored.object, restored.revision));
    if ("deleted" in restored) this.#resource(restored.resource).objects.delete(restored.deleted.namespace, restored.deleted.name);
    this.#revision = Math.max(this.#revision, restored.revision);
    this.compact();
  }

  /** The resource's history begins now: a kind that did not exist before has none. */
  startHistory(resource: string): void {
    this.#resource(resource).log.compact(this.#revision);
  }

  /** Forgets all history: watches and pages from older revisions answer 410. */
  compact(): void {
    this.#compacted = this.#revision;
    for (const { log } of this.#resources.values()) log.compact(this.#revision);
  }

  #publish(resource: string, change: Change): void {
    this.#revision = change.revision;
    const { log, listeners } = this.#resource(resource);
    log.append(change);
    for (const listener of listeners) listener(change);
    for (const follower of this.#followers) follower(resource, change);
  }

  #resource(name: string): { objects: Collection; log: ChangeLog; listeners: Set<(change: Change) => void> } {
    let entry = this.#resources.get(name);
    if (entry === undefined) {
      entry = { objects: new Collection(), log: new ChangeLog(this.#historyLength, this.#compacted), listeners: new Set() };
      this.#resources.set(name, entry);
    }
    return entry;
  }
}

/** The list as it was before the changes. */
function rewind(objects: readonly StoredObject[], changes: readonly Change[], namespace: string | undefined): readonly StoredObject[] {
  const byKey = new Map(objects.map((stored) => [listKeyOf(stored), stored]));
  for (const change of changes.toReversed()) {
    if (namespace !== undefined && change.current.namespace !== namespace) continue;
    if (change.type === "added") byKey.delete(listKeyOf(change.current));
    else byKey.set(listKeyOf(change.previous), change.previous);
  }
  return sortByKey([...byKey.values()]);
}
