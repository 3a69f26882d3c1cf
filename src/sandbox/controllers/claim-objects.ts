import type { ApiResource, KubeObject } from "../../kube/index.ts";
import { toJson } from "../machinery/index.ts";
import type { LoopDeps } from "./controller-deps.ts";
import { planClaims } from "./plan-claims.ts";

/** The dependents of one resource that belong to the owner, after adopting and releasing what its selector asks for. */
export async function claimObjects(deps: LoopDeps, owner: KubeObject, options: { readonly resource: ApiResource; readonly signal: AbortSignal }): Promise<readonly KubeObject[]> {
  const { resource, signal } = options;
  const informer = deps.caches.of(resource);
  const controlled = informer.listByIndex("controller", owner.metadata.uid ?? "");
  const orphans = informer.listByIndex("orphan", owner.metadata.namespace ?? "");
  const claims = planClaims(owner, controlled, orphans);
  for (const { object, ownerReferences } of claims.changes) {
    await deps.writer.patch(resource, object, { signal, body: { metadata: toJson({ ownerReferences }) } });
  }
  return claims.owned;
}
