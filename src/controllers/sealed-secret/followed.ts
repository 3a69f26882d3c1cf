import { isNewer, type KubeObject } from "../../kube/index.ts";
import type { Change, Informer } from "../../runtime/index.ts";
import type { Ref } from "./names.ts";

/** Objects of a kind in their newest known state, our own writes included. */
export interface Followed {
  get(ref: Ref): KubeObject | undefined;
  list(): readonly KubeObject[];
  /** Remembers the answer to a write until the watch has caught up. */
  noteWritten(object: KubeObject): void;
  onChange(handler: (change: Change) => void): void;
  readonly synced: Promise<void>;
  run(signal: AbortSignal): Promise<void>;
}

/** The caller runs no informer it gives away. */
export function createFollowed(informer: Informer): Followed {
  const written = new Map<string, KubeObject>();
  // Registered before any handler of others: they find the cache without what the watch has overtaken.
  informer.onChange(({ object }) => {
    const id = idOf(object.metadata);
    const ours = written.get(id);
    if (ours !== undefined && !isNewer(ours, object)) written.delete(id);
  });

  return {
    get: (ref) => written.get(idOf(ref)) ?? informer.get(ref.namespace, ref.name),
    list: () => informer.list(),
    noteWritten(object) {
      const { namespace = "", name = "" } = object.metadata;
      const cached = informer.get(namespace, name);
      if (cached === undefined || isNewer(object, cached)) written.set(idOf(object.metadata), object);
    },
    onChange: (handler) => void informer.onChange(handler),
    synced: informer.synced,
    run: (signal) => informer.run(signal),
  };
}

function idOf({ namespace = "", name = "" }: { readonly namespace?: string; readonly name?: string }): string {
  return `${namespace}/${name}`;
}
