import type { KubeObject } from "../../../kube/index.ts";
import type { Change } from "../../store/index.ts";
import type { Cluster } from "../call.ts";
import { storeNameIn } from "../catalog/custom-resources.ts";
import { removeObject } from "./delete.ts";

const definitions = "apiextensions.k8s.io/customresourcedefinitions";
const finalizer = "customresourcecleanup.apiextensions.k8s.io";

/** Deletes the objects of every CustomResourceDefinition that is being deleted, and lets it go when none is left. Returns the way to stop. */
export function cleanUpDefinitions(cluster: Cluster): () => void {
  const { store } = cluster;
  const waiting = new Map<string, () => void>();

  function onDefinition(change: Change): void {
    const { name, object } = change.current;
    if (change.type === "deleted") {
      waiting.get(name)?.();
      waiting.delete(name);
    } else if (isWaiting(object) && !waiting.has(name)) {
      const stopListening = store.subscribe(storeNameIn(object), (inner) => {
        if (inner.type === "deleted") queueMicrotask(() => finish(name));
      });
      waiting.set(name, stopListening);
      queueMicrotask(() => clean(name));
    }
  }

  function clean(name: string): void {
    const definition = store.get({ resource: definitions, namespace: "", name })?.object;
    const resource = definition === undefined ? undefined : cluster.catalog.findStored(storeNameIn(definition));
    if (definition === undefined) return;
    const options = { dryRun: false, propagation: undefined, gracePeriodSeconds: undefined, uid: undefined, resourceVersion: undefined };
    for (const live of store.list(storeNameIn(definition)) ?? []) if (resource !== undefined) removeObject(cluster, { resource, live, options });
    finish(name);
  }

  function finish(name: string): void {
    const definition = store.get({ resource: definitions, namespace: "", name })?.object;
    if (definition === undefined || !isWaiting(definition) || (store.list(storeNameIn(definition)) ?? []).length > 0) return;
    const { finalizers = [], ...metadata } = definition.metadata;
    const left = finalizers.filter((one) => one !== finalizer);
    if (left.length > 0) store.put(definitions, { ...definition, metadata: { ...metadata, finalizers: left } });
    else store.delete({ resource: definitions, namespace: "", name }, { ...definition, metadata });
  }

  const stop = store.subscribe(definitions, onDefinition);
  return () => {
    stop();
    for (const stopListening of waiting.values()) stopListening();
  };
}

function isWaiting(definition: KubeObject): boolean {
  return definition.metadata.deletionTimestamp !== undefined && definition.metadata.finalizers?.includes(finalizer) === true;
}
