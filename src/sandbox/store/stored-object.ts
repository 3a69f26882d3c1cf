import type { KubeObject } from "../../kube/index.ts";

/** One version of one object. Never mutated: answers, lists and watchers share it. */
export interface StoredObject {
  /** "" for cluster-scoped objects. */
  readonly namespace: string;
  readonly name: string;
  readonly revision: number;
  readonly object: KubeObject;
  /** The object's JSON without `kind` and `apiVersion`, written once and reused by every reader. */
  readonly body: string;
}

/** What one write did to one object. `current` of a deletion is the last state, at the deletion's revision. */
export type Change =
  | { readonly type: "added"; readonly revision: number; readonly current: StoredObject }
  | { readonly type: "modified" | "deleted"; readonly revision: number; readonly current: StoredObject; readonly previous: StoredObject };

/** The object at a revision: its resourceVersion set, its JSON written. */
export function serializeObject(object: KubeObject, revision: number): StoredObject {
  const { apiVersion, kind, metadata, ...rest } = object;
  const stamped = { ...metadata, resourceVersion: String(revision) };
  return {
    namespace: metadata.namespace ?? "",
    name: metadata.name ?? "",
    revision,
    object: { apiVersion, kind, metadata: stamped, ...rest },
    body: JSON.stringify({ metadata: stamped, ...rest }),
  };
}
