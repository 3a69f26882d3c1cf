import type { ApiResource, KubeObject } from "../../../kube/index.ts";
import type { Context } from "../../../log/index.ts";
import { createController, createInformer, done, type Change, type Result } from "../../../runtime/index.ts";
import { type Caches, type MachineryDeps, resources, tolerateLateness } from "../../machinery/index.ts";
import { createAssessOwner } from "./assess-owner.ts";
import { executeStep } from "./execute-step.ts";
import { createOwnershipGraph, ownersOf } from "./ownership-graph.ts";
import { foregroundFinalizer, orphanFinalizer, planDependent, planFinalization } from "./plan-collection.ts";

const rediscoverMs = 200;

/** Deletes what has lost its owners, of any resource the cluster serves, and carries out foreground and orphan deletions. */
export function createGarbageCollector(deps: MachineryDeps, caches: Caches): { run(signal: AbortSignal): Promise<void> } {
  const { client, clock, log } = deps;
  const graph = createOwnershipGraph();
  const assessOwner = createAssessOwner(client, graph);
  const watched = new Set<string>();
  const running: Promise<void>[] = [];
  const objects = createController({ reconcile: tolerateLateness(reconcile), clock, log }, { name: "garbage-collector", concurrency: 8 });
  const discovery = createController({ reconcile: watchNewResources, clock, log }, { name: "garbage-collector-discovery", concurrency: 1 });
  const stepDeps = { client, enqueue: (uid: string) => objects.enqueue(uid) };
  caches.of(resources.customResourceDefinitions).onChange(() => discovery.enqueue("resources", { delayMs: rediscoverMs }));

  async function watchNewResources({ signal }: Context): Promise<Result> {
    client.discovery.invalidate();
    const found = await client.discovery.fetchAll({ signal });
    for (const resource of found.filter(isCollected)) {
      const id = `${resource.group}/${resource.resource}`;
      if (watched.has(id)) continue;
      watched.add(id);
      const informer = createInformer(deps, { resource, metadataOnly: true, transform: keepOwnership });
      informer.onChange((change) => note(resource, change));
      running.push(informer.run(signal));
    }
    return done;
  }

  function note(resource: ApiResource, change: Change): void {
    const { object } = change;
    const { uid = "" } = object.metadata;
    if (change.type === "deleted") {
      for (const dependent of graph.dependentsOf(uid)) objects.enqueue(dependent.uid);
      graph.remove(uid);
    } else {
      graph.put({ uid, resource, object });
      objects.enqueue(uid);
    }
    const owners = change.type === "modified" ? [...ownersOf(object), ...ownersOf(change.previous)] : ownersOf(object);
    for (const owner of owners) if (isFinalizing(graph.get(owner.uid)?.object)) objects.enqueue(owner.uid);
  }

  async function reconcile({ signal }: Context, uid: string): Promise<Result> {
    const node = graph.get(uid);
    if (node === undefined) return done;
    const { object } = node;
    const dependents = graph.dependentsOf(uid);
    if (isFinalizing(object)) {
      for (const step of planFinalization(object, dependents)) await executeStep(stepDeps, node, { step, signal });
    } else if (object.metadata.deletionTimestamp === undefined && ownersOf(object).length > 0) {
      const owners = await Promise.all(ownersOf(object).map((reference) => assessOwner(object, reference, signal)));
      for (const step of planDependent(object, owners, dependents.length > 0)) await executeStep(stepDeps, node, { step, signal });
    }
    return done;
  }

  return {
    async run(signal) {
      discovery.enqueue("resources");
      await Promise.all([objects.run(signal), discovery.run(signal)]);
      await Promise.all(running);
    },
  };
}

function isCollected(resource: ApiResource): boolean {
  return resource.resource !== "events" && ["list", "watch", "delete"].every((verb) => resource.verbs.includes(verb));
}

function isFinalizing(object: KubeObject | undefined): boolean {
  const { deletionTimestamp, finalizers = [] } = object?.metadata ?? {};
  return deletionTimestamp !== undefined && (finalizers.includes(foregroundFinalizer) || finalizers.includes(orphanFinalizer));
}

/** All that is remembered of an object. */
function keepOwnership({ apiVersion, kind, metadata }: KubeObject): KubeObject {
  const { annotations: _, labels: __, managedFields: ___, ...kept } = metadata;
  return { apiVersion, kind, metadata: kept };
}
