import { type KubeObject, getNumber, getString } from "../../../kube/index.ts";
import type { Resource } from "../catalog/resource.ts";
import type { DeleteOptions, Propagation } from "./write-options.ts";

/** What a DELETE does to the object: remove it now, or store it marked as being deleted (`mark` with the same object: nothing new). */
export type DeletionPlan = { readonly kind: "remove"; readonly object: KubeObject } | { readonly kind: "mark"; readonly object: KubeObject };

export interface DeletionInput {
  readonly live: KubeObject;
  readonly options: DeleteOptions;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export function planDeletion(resource: Resource, input: DeletionInput): DeletionPlan {
  const { live, options, now } = input;
  const finalizers = finalizersOf(resource, live, options.propagation);
  const grace = resource.storeName === "/pods" ? gracePeriod(live, options) : 0;
  const waits = finalizers.length > 0 || grace > 0 || resource.storeName === "/namespaces";
  const deadline = `${new Date(now + grace * 1000).toISOString().slice(0, 19)}Z`;
  const { finalizers: _, ...metadata } = live.metadata;
  const already = metadata.deletionTimestamp !== undefined;
  const marked: KubeObject = {
    ...live,
    metadata: {
      ...metadata,
      ...(finalizers.length === 0 ? {} : { finalizers }),
      ...(already && grace >= (metadata.deletionGracePeriodSeconds ?? 0)
        ? {}
        : {
            deletionTimestamp: deadline,
            deletionGracePeriodSeconds: grace,
            ...(metadata.generation === undefined || already ? {} : { generation: metadata.generation + 1 }),
          }),
    },
  };
  if (!waits) return { kind: "remove", object: marked };
  if (already && finalizers.length === (live.metadata.finalizers ?? []).length && marked.metadata.deletionTimestamp === metadata.deletionTimestamp)
    return { kind: "mark", object: live };
  return { kind: "mark", object: resource.storeName === "/namespaces" ? terminating(marked) : marked };
}

const orphan = "orphan";
const foreground = "foregroundDeletion";
const customResourceCleanup = "customresourcecleanup.apiextensions.k8s.io";

/** Kinds older than the garbage collector leave their dependents alone unless told otherwise. */
const orphansByDefault: ReadonlySet<string> = new Set(["batch/jobs", "/replicationcontrollers"]);

function finalizersOf(resource: Resource, live: KubeObject, propagation: Propagation | undefined): readonly string[] {
  const current = live.metadata.finalizers ?? [];
  const crd = resource.storeName === "apiextensions.k8s.io/customresourcedefinitions";
  const base = crd && !current.includes(customResourceCleanup) ? [...current, customResourceCleanup] : current;
  const asked = propagation ?? defaultPropagation(resource, base);
  if (asked === undefined) return base;
  const rest = base.filter((name) => name !== orphan && name !== foreground);
  if (asked === "Background") return rest;
  return [...rest, asked === "Orphan" ? orphan : foreground];
}

function defaultPropagation(resource: Resource, finalizers: readonly string[]): Propagation | undefined {
  if (finalizers.includes(orphan) || finalizers.includes(foreground)) return undefined;
  return orphansByDefault.has(resource.storeName) ? "Orphan" : "Background";
}

/** A pod that runs nowhere, or runs no more, needs no time to end. */
function gracePeriod(pod: KubeObject, options: DeleteOptions): number {
  const asked = options.gracePeriodSeconds ?? getNumber(pod, "spec", "terminationGracePeriodSeconds") ?? 30;
  const phase = getString(pod, "status", "phase") ?? "";
  if ((getString(pod, "spec", "nodeName") ?? "") === "" || phase === "Succeeded" || phase === "Failed") return 0;
  const known = pod.metadata.deletionTimestamp === undefined ? undefined : pod.metadata.deletionGracePeriodSeconds;
  return known === undefined ? asked : Math.min(known, asked);
}

function terminating(namespace: KubeObject): KubeObject {
  const status = namespace["status"];
  return { ...namespace, status: { ...(typeof status === "object" ? status : {}), phase: "Terminating" } };
}
