import type { Clock } from "../../async/index.ts";
import { type KubeObject, matchesSelector } from "../../kube/index.ts";
import type { Informer } from "../../runtime/index.ts";
import { type Caches, type EventRecorder, formatRef, getControllerRef, type Trigger, type Writer } from "../machinery/index.ts";

/** What every control loop gets. */
export interface LoopDeps {
  readonly caches: Caches;
  readonly writer: Writer;
  readonly recorder: EventRecorder;
  readonly clock: Clock;
}

/** The objects of the loop's own kind wake themselves. */
export function wakeSelf(informer: Informer): Trigger {
  return { informer, keysOf: (object) => [formatRef(object)] };
}

/** Dependents wake their controlling owner of this kind; those without an owner wake whoever of the kind selects them. */
export function wakeOwner(informer: Informer, owners: { readonly informer: Informer; readonly kind: string }): Trigger {
  return {
    informer,
    keysOf(object) {
      const namespace = object.metadata.namespace ?? "";
      const owner = getControllerRef(object);
      if (owner !== undefined) return owner.kind === owners.kind ? [`${namespace}/${owner.name}`] : [];
      const candidates = owners.informer.listByIndex("namespace", namespace);
      return candidates.filter((candidate) => selects(candidate, object)).map(formatRef);
    },
  };
}

function selects(owner: KubeObject, object: KubeObject): boolean {
  const { spec } = owner;
  return typeof spec === "object" && spec !== null && "selector" in spec && matchesSelector(spec.selector, object.metadata.labels ?? {});
}
