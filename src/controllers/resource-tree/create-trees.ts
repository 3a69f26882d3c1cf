import type { Application, ResourceTree } from "../../api/index.ts";
import { formatInstanceName, type LiveObjects, ownerOf } from "../../inventory/index.ts";
import { formatKey, gvkOf, type KubeClient, keyOf, type KubeObject } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";
import type { Change } from "../../runtime/index.ts";
import { buildNodes } from "./build-nodes.ts";
import { createListeners } from "./listeners.ts";
import { createOwnerGraph } from "./owner-graph.ts";
import { isWatchedWhole } from "./tree-kinds.ts";
import type { TreeWatch } from "./tree-watch.ts";

export interface ResourceTreeDeps {
  readonly client: KubeClient;
  readonly live: LiveObjects;
  readonly watch: TreeWatch;
}

/** Trees of applications. Nothing is watched for them until somebody asks; from then on a tree costs what is in it, whatever else the cluster holds. */
export interface ResourceTrees {
  /** What is live of the application, with all that its objects made, and what is missing. */
  fetch(ctx: Context, application: Application): Promise<Pick<ResourceTree, "nodes">>;
  /** Called after something in the tree of the application has changed. Returns the way to stop. */
  onChange(application: Application, handler: () => void): () => void;
}

export function createResourceTrees(deps: ResourceTreeDeps, { controlNamespace }: { readonly controlNamespace: string }): ResourceTrees {
  const { live } = deps;
  const graph = createOwnerGraph();
  const listeners = createListeners();

  deps.watch.onChange((change) => {
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

  /** Kinds that some application contains are watched whole anyway. */
  function getWhole(object: KubeObject): KubeObject | undefined {
    if (isWatchedWhole(gvkOf(object))) return object;
    const resource = deps.watch.resourceOf(object);
    return resource === undefined ? undefined : live.get(resource, keyOf(object));
  }

  function instanceOf({ metadata }: Pick<KubeObject, "metadata">): string {
    return formatInstanceName({ namespace: metadata.namespace ?? "", name: metadata.name ?? "" }, controlNamespace);
  }

  return {
    async fetch(ctx, application) {
      await deps.watch.ensure(ctx);
      const roots = await findRoots(ctx, deps, { application, instance: instanceOf(application) });
      return { nodes: buildNodes({ roots, wanted: application.status.resources ?? [], graph, getWhole }) };
    },
    onChange: (application, handler) => listeners.add(instanceOf(application), handler),
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
