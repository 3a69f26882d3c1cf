import { isSillageError } from "../../../errors/index.ts";
import type { KubeClient } from "../../../kube/index.ts";
import { refOf, toJson } from "../../machinery/index.ts";
import { type GraphNode, ownersOf } from "./ownership-graph.ts";
import type { CollectionStep } from "./plan-collection.ts";

export interface StepDeps {
  readonly client: KubeClient;
  readonly enqueue: (uid: string) => void;
}

/** Carries out one step of a plan on one object. Every write holds for the version at hand only, so a late picture does no harm. */
export async function executeStep({ client, enqueue }: StepDeps, node: GraphNode, options: { readonly step: CollectionStep; readonly signal: AbortSignal }): Promise<void> {
  const { step, signal } = options;
  const { resource, object, uid } = node;
  switch (step.kind) {
    case "delete":
      await client.delete(resource, refOf(object), {
        propagationPolicy: step.propagationPolicy,
        preconditions: { uid, resourceVersion: object.metadata.resourceVersion ?? "" },
        signal,
      });
      return;
    case "deleteDependents":
      for (const dependent of step.dependents) if (dependent.object.metadata.deletionTimestamp === undefined) enqueue(dependent.uid);
      return;
    case "orphanDependents":
      for (const dependent of step.dependents) await patchMeta(client, dependent, { change: withoutOwners(dependent, [uid]), signal });
      return;
    case "dropOwners":
      await patchMeta(client, node, { change: withoutOwners(node, step.uids), signal });
      return;
    case "removeFinalizer":
      await patchMeta(client, node, { change: { finalizers: object.metadata.finalizers?.filter((finalizer) => finalizer !== step.finalizer) }, signal });
      return;
    default:
      step satisfies never;
  }
}

function withoutOwners(node: GraphNode, uids: readonly string[]): Readonly<Record<string, unknown>> {
  return { ownerReferences: ownersOf(node.object).filter((owner) => !uids.includes(owner.uid)) };
}

interface MetaPatch {
  readonly change: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
}

async function patchMeta(client: KubeClient, { resource, object, uid }: GraphNode, { change, signal }: MetaPatch): Promise<void> {
  const metadata = toJson({ ...change, uid, resourceVersion: object.metadata.resourceVersion });
  try {
    await client.patch(resource, refOf(object), { metadata }, { type: "merge", signal });
  } catch (error) {
    if (!isSillageError(error, "notFound")) throw error;
  }
}
