import type { Application, ResourceTree } from "../../api/index.ts";
import { type Clock, sleep } from "../../async/index.ts";
import { formatInstanceName, type LiveObjects, ownerOf } from "../../inventory/index.ts";
import { type ApiResource, formatKey, gvkOf, type KubeClient, keyOf, type KubeObject } from "../../kube/index.ts";
import type { Context, Log } from "../../log/index.ts";
import { type Change, createInformerSet, type Informer, withoutManagedFields } from "../../runtime/index.ts";
import { buildNodes } from "./build-nodes.ts";
import { createListeners } from "./listeners.ts";
import { createOwnerGraph } from "./owner-graph.ts";
import { isTreeKind, isWatchedWhole, keepIdentity } from "./tree-kinds.ts";

export interface ResourceTreeDeps {
  readonly client: KubeClient;
  readonly live: LiveObjects;
  readonly clock: Clock;
  readonly log: Log;
}

/** Trees of applications. Nothing is watched for them until somebody asks; from then on a tree costs what is in it, whatever else the cluster holds. */
export interface ResourceTrees {
  /** What is live of the application, with all that its objects made, and what is missing. */
  fetch(ctx: Context, application: Application): Promise<Pick<ResourceTree, "nodes">>;
  /** Called after something in the tree of the application has changed. Returns the way to stop. */
  onChange(application: Application, handler: () => void): () => void;
  /** Watches until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
}

/** How long a first tree waits for kinds that are slow to list: it is shown without them then. */
const firstListsMs = 10_000;
const failureCheckMs = 50;

export function createResourceTrees(deps: ResourceTreeDeps, { controlNamespace }: { readonly controlNamespace: string }): ResourceTrees {
  const { client, clock, live } = deps;
  const graph = createOwnerGraph();
  const listeners = createListeners();
  const kinds = new Map<string, Informer>();
  const watches = createInformerSet(deps, {
    optionsFor: (resource) => (isWatchedWhole(resource) ? { transform: withoutManagedFields } : { transform: keepIdentity, metadataOnly: true }),
  });

  watches.onChange((change) => {
    const affected = listeners.isEmpty() ? [] : graph.lineOf(change.object).flatMap((member) => ownerOf(member) ?? []);
    if (change.type === "deleted") graph.remove(change.object);
    else graph.put(change.object);
    listeners.announce(affected);
  });
  live.onChange((change) => {
    if (!listeners.isEmpty()) listeners.announce(affectedBy(change));
  });

  /** Who owns the object, or did; and an Application itself, whose status says what is missing. */
  function affectedBy(change: Change): readonly string[] {
    const states = [change.object, ...(change.type === "modified" ? [change.previous] : [])];
    return [...(change.object.kind === "Application" ? [instanceOf(change.object)] : []), ...states.flatMap((state) => ownerOf(state) ?? [])];
  }

  async function ensureWatched({ signal }: Context): Promise<void> {
    for (const resource of await client.discovery.fetchAll({ signal })) {
      if (isTreeKind(resource) && !kinds.has(idOf(resource))) kinds.set(idOf(resource), watches.watch(resource));
    }
    const deadline = clock.now() + firstListsMs;
    await Promise.all([...kinds.values()].map((informer) => waitForList(informer, { clock, signal, deadline })));
  }

  function instanceOf({ metadata }: Pick<KubeObject, "metadata">): string {
    return formatInstanceName({ namespace: metadata.namespace ?? "", name: metadata.name ?? "" }, controlNamespace);
  }

  return {
    async fetch(ctx, application) {
      await ensureWatched(ctx);
      const roots = await findRoots(ctx, deps, { application, instance: instanceOf(application) });
      return { nodes: buildNodes({ roots, wanted: application.status.resources ?? [], graph, isWhole: (object) => isWatchedWhole(gvkOf(object)) }) };
    },
    onChange: (application, handler) => listeners.add(instanceOf(application), handler),
    run: (signal) => watches.run(signal),
  };
}

/** What the application owns, and what it has without owning it. */
async function findRoots(
  { signal }: Context,
  { client, live }: ResourceTreeDeps,
  { application, instance }: { readonly application: Application; readonly instance: string },
): Promise<readonly KubeObject[]> {
  const roots = new Map(live.listOwned(instance).map(({ object }) => [formatKey(keyOf(object)), object]));
  for (const { group = "", version, kind, namespace = "", name } of application.status.resources ?? []) {
    const key = { group, kind, namespace, name };
    const resource = roots.has(formatKey(key)) ? undefined : await client.discovery.findByKind({ group, version, kind }, { signal });
    const object = resource === undefined ? undefined : live.get(resource, key);
    if (object !== undefined) roots.set(formatKey(key), object);
  }
  return [...roots.values()];
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
