import type { AppProject } from "../../api/index.ts";
import type { KubeObject } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";
import type { TreeWatch } from "../resource-tree/tree-watch.ts";
import { findOrphans } from "./find-orphans.ts";
import { createNamespaceIndex } from "./namespace-index.ts";

export interface OrphanWatchDeps {
  readonly watch: Pick<TreeWatch, "ensure" | "onChange">;
  /** Whether an Application has the object, or wants it. */
  readonly belongs: (object: KubeObject) => boolean;
  /** Told of an Application whose namespace has changed. */
  readonly enqueue: (key: string) => void;
}

/** Looks out for objects that belong to no Application. Watches nothing until a project asks for it. */
export interface OrphanWatch {
  fetch(ctx: Context, request: { readonly project: AppProject; readonly namespace: string }): Promise<readonly KubeObject[]>;
  /** From now on the Application is told of changes in this namespace and no other; `undefined` ends that. */
  follow(key: string, namespace: string | undefined): void;
}

export function createOrphanWatch({ watch, belongs, enqueue }: OrphanWatchDeps): OrphanWatch {
  const index = createNamespaceIndex();
  const followers = new Map<string, Set<string>>();
  const followed = new Map<string, string>();

  watch.onChange((change) => {
    if (!index.note(change)) return;
    for (const key of followers.get(change.object.metadata.namespace ?? "") ?? []) enqueue(key);
  });

  return {
    async fetch(ctx, { project, namespace }) {
      await watch.ensure(ctx);
      return findOrphans({ objects: index.list(namespace), project, belongs });
    },
    follow(key, namespace) {
      const before = followed.get(key);
      if (before === namespace) return;
      if (before !== undefined) followers.get(before)?.delete(key);
      if (namespace === undefined) return void followed.delete(key);
      followed.set(key, namespace);
      followers.set(namespace, (followers.get(namespace) ?? new Set()).add(key));
    },
  };
}
