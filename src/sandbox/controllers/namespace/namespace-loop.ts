import { mapLimit } from "../../../async/index.ts";
import { isSillageError } from "../../../errors/index.ts";
import { type ApiResource, getList, getRecord, type KubeClient, type KubeObject } from "../../../kube/index.ts";
import type { Context } from "../../../log/index.ts";
import { done } from "../../../runtime/index.ts";
import { type Loop, parseRef, refOf, resources } from "../../machinery/index.ts";
import { type LoopDeps, wakeSelf } from "../controller-deps.ts";
import { computeTerminatingStatus, type Remainder } from "./plan-namespace.ts";

const retryMs = 300;
const parallelCalls = 8;

/** Empties a terminating namespace and then lets it go. */
export function createNamespaceLoop(deps: LoopDeps & { readonly client: KubeClient }): Loop {
  const { caches, writer, client, clock } = deps;
  const namespaces = caches.of(resources.namespaces);

  async function reconcile({ signal }: Context, key: string): ReturnType<Loop["reconcile"]> {
    const namespace = namespaces.get("", parseRef(key).name);
    const finalizers = getList(namespace, "spec", "finalizers");
    if (namespace?.metadata.deletionTimestamp === undefined || !finalizers.includes("kubernetes")) return done;
    const remainders = await deleteContent(namespace.metadata.name ?? "", signal);
    const status = computeTerminatingStatus(namespace, remainders, clock.now());
    await writer.writeStatus(resources.namespaces, namespace, { status, signal });
    if (remainders.some((remainder) => remainder.objects.length > 0)) return { requeueAfterMs: retryMs };
    await finalize(namespace, finalizers, signal);
    return done;
  }

  async function deleteContent(namespace: string, signal: AbortSignal): Promise<readonly Remainder[]> {
    const known = await client.discovery.fetchAll({ signal });
    const deletable = known.filter((resource) => resource.namespaced && resource.verbs.includes("delete") && resource.verbs.includes("list"));
    return mapLimit(deletable, { limit: parallelCalls, signal }, (resource) => deleteAll(resource, namespace, signal));
  }

  async function deleteAll(resource: ApiResource, namespace: string, signal: AbortSignal): Promise<Remainder> {
    const { items } = await client.fetchList(resource, { namespace, signal, metadataOnly: true });
    const live = items.filter((object) => object.metadata.deletionTimestamp === undefined);
    await mapLimit(live, { limit: parallelCalls, signal }, (object) => client.delete(resource, refOf(object), { signal, propagationPolicy: "Background" }));
    const left = items.length === 0 ? [] : (await client.fetchList(resource, { namespace, signal, metadataOnly: true })).items;
    return { resource: `${resource.resource}.${resource.group}`, objects: left };
  }

  /** The status just written has changed the version, so the object is read once more. */
  async function finalize(namespace: KubeObject, finalizers: readonly unknown[], signal: AbortSignal): Promise<void> {
    const { name = "" } = namespace.metadata;
    const latest = await client.fetchObject(resources.namespaces, { name }, { signal });
    if (latest === undefined || latest.metadata.uid !== namespace.metadata.uid) return;
    const spec = { ...getRecord(latest, "spec"), finalizers: finalizers.filter((finalizer) => finalizer !== "kubernetes") };
    try {
      await client.update(resources.namespaces, { ...latest, spec }, { subresource: "finalize", signal });
    } catch (error) {
      if (!isSillageError(error, "notFound")) throw error;
    }
  }

  return { name: "namespace", reconcile, triggers: [wakeSelf(namespaces)] };
}
