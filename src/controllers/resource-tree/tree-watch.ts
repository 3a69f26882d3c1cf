import { type Clock, sleep } from "../../async/index.ts";
import { type ApiResource, gvkOf, type KubeClient, type KubeObject } from "../../kube/index.ts";
import type { Context, Log } from "../../log/index.ts";
import { type Change, createInformerSet, type Informer, withoutManagedFields } from "../../runtime/index.ts";
import { isTreeKind, isWatchedWhole, keepIdentity } from "./tree-kinds.ts";

/** Sees what others may have made, of all kinds, from when somebody first asks. One for everybody who looks beyond what Applications contain. */
export interface TreeWatch {
  /** Resolves when the kinds of the cluster are in view, as far as they can be listed. */
  ensure(ctx: Context): Promise<void>;
  /** The resource of an object in view. */
  resourceOf(object: KubeObject): ApiResource | undefined;
  onChange(handler: (change: Change) => void): () => void;
  /** Watches until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
}

/** How long the first look waits for kinds that are slow to list: it is without them then. */
const firstListsMs = 10_000;
const failureCheckMs = 50;

export function createTreeWatch(deps: { readonly client: KubeClient; readonly clock: Clock; readonly log: Log }): TreeWatch {
  const { client, clock } = deps;
  const known = new Map<string, ApiResource>();
  const unlisted = new Set<Informer>();
  const watches = createInformerSet(deps, {
    optionsFor: (resource) => (isWatchedWhole(resource) ? { transform: withoutManagedFields } : { transform: keepIdentity, metadataOnly: true }),
  });

  function watch(resource: ApiResource): void {
    const informer = watches.watch(resource);
    known.set(idOf(resource), resource);
    unlisted.add(informer);
    informer.synced.then(
      () => unlisted.delete(informer),
      () => undefined,
    );
  }

  return {
    async ensure({ signal }) {
      for (const resource of await client.discovery.fetchAll({ signal })) if (isTreeKind(resource) && !known.has(idOf(resource))) watch(resource);
      const deadline = clock.now() + firstListsMs;
      await Promise.all([...unlisted].map((informer) => waitForList(informer, { clock, signal, deadline })));
    },
    resourceOf: (object) => known.get(idOf(gvkOf(object))),
    onChange: (handler) => watches.onChange(handler),
    run: (signal) => watches.run(signal),
  };
}

/** A kind that cannot be listed is none of the tree. */
async function waitForList(informer: Informer, { clock, signal, deadline }: { readonly clock: Clock; readonly signal: AbortSignal; readonly deadline: number }): Promise<void> {
  const synced = informer.synced.then(() => true);
  synced.catch(() => false);
  while (informer.getFailure() === undefined && clock.now() < deadline) {
    if (await Promise.race([synced, sleep(failureCheckMs, { clock, signal }).then(() => false)])) return;
  }
}

function idOf({ group, version, kind }: Pick<ApiResource, "group" | "version" | "kind">): string {
  return `${group}/${version}/${kind}`;
}
