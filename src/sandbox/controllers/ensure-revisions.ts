import { getString, type KubeObject } from "../../kube/index.ts";
import { resources } from "../machinery/index.ts";
import type { LoopDeps } from "./controller-deps.ts";
import { planRevisions } from "./revisions.ts";

/** The ControllerRevision of the owner's template, created or renumbered where needed, and the one pods were on before. */
export async function ensureRevisions(
  deps: LoopDeps,
  owner: KubeObject,
  options: { readonly inUse: ReadonlySet<string>; readonly signal: AbortSignal },
): Promise<{ readonly update: KubeObject; readonly current: KubeObject }> {
  const { signal } = options;
  const known = deps.caches.of(resources.controllerRevisions).listByIndex("controller", owner.metadata.uid ?? "");
  const currentName = getString(owner, "status", "currentRevision");
  const plan = planRevisions(owner, known, new Set([...options.inUse, ...(currentName === undefined ? [] : [currentName])]));
  let { update } = plan;
  if (owner.metadata.deletionTimestamp === undefined) {
    if (plan.create !== undefined) update = await deps.writer.create(resources.controllerRevisions, plan.create, { signal });
    if (plan.renumber !== undefined) update = await deps.writer.update(resources.controllerRevisions, plan.renumber, { signal });
    for (const revision of plan.surplus) await deps.writer.remove(resources.controllerRevisions, revision, { signal });
  }
  return { update, current: known.find((revision) => revision.metadata.name === currentName) ?? update };
}
