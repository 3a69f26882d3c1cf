import { LRUCache } from "lru-cache";
import { type KubeClient, type KubeObject, type OwnerReference, parseApiVersion } from "../../../kube/index.ts";
import type { OwnershipGraph } from "./ownership-graph.ts";
import { foregroundFinalizer, type OwnerState } from "./plan-collection.ts";

const rememberedAbsentOwners = 4096;

/** Finds out whether the owner of an object still exists. An absent uid never comes back, so the server is asked about it once. */
export type AssessOwner = (object: KubeObject, reference: OwnerReference, signal: AbortSignal) => Promise<OwnerState>;

export function createAssessOwner(client: KubeClient, graph: OwnershipGraph): AssessOwner {
  const absent = new LRUCache<string, true>({ max: rememberedAbsentOwners });
  return async function assessOwner(object, reference, signal) {
    const known = graph.get(reference.uid);
    if (known !== undefined) {
      const { deletionTimestamp, finalizers = [] } = known.object.metadata;
      const waiting = deletionTimestamp !== undefined && finalizers.includes(foregroundFinalizer) && reference.blockOwnerDeletion === true;
      return { reference, state: waiting ? "waiting" : "solid" };
    }
    if (absent.has(reference.uid)) return { reference, state: "absent" };
    const exists = await fetchOwnerExists(client, { object, reference, signal });
    if (!exists) absent.set(reference.uid, true);
    return { reference, state: exists ? "solid" : "absent" };
  };
}

interface Question {
  readonly object: KubeObject;
  readonly reference: OwnerReference;
  readonly signal: AbortSignal;
}

/** Our own picture may be late, so an owner not in it is looked up; one of a kind that nobody serves is taken to exist. */
async function fetchOwnerExists(client: KubeClient, { object, reference, signal }: Question): Promise<boolean> {
  const resource = await client.discovery.findByKind({ ...parseApiVersion(reference.apiVersion), kind: reference.kind }, { signal });
  if (resource === undefined) return true;
  const { namespace } = object.metadata;
  const scope = resource.namespaced && namespace !== undefined ? { namespace } : {};
  const owner = await client.fetchObject(resource, { ...scope, name: reference.name }, { signal });
  return owner !== undefined && owner.metadata.uid === reference.uid;
}
