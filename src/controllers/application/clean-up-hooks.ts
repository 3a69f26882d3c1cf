import type { OperationState } from "../../api/index.ts";
import { formatKey, keyOf, type KubeObject } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";
import { planHookCleanup, refOf, releaseHook } from "../../sync/index.ts";
import type { ApplicationDeps } from "./deps.ts";

/** Lets go of hooks whose end is on record, and deletes those whose delete policy asks for it. Decided by the status as it was written, so a crash loses nothing. */
export async function cleanUpHooks(
  ctx: Context,
  deps: ApplicationDeps,
  look: { readonly instance: string; readonly liveHooks: ReadonlyMap<string, KubeObject>; readonly recorded: OperationState | undefined },
): Promise<void> {
  if (look.liveHooks.size === 0) return;
  const { release, remove } = planHookCleanup([...look.liveHooks.values()], look.recorded);
  if (release.length === 0 && remove.length === 0) return;
  const resources = new Map(deps.live.listOwned(look.instance).map(({ resource, object }) => [formatKey(keyOf(object)), resource]));
  for (const live of release) {
    const resource = resources.get(formatKey(keyOf(live)));
    if (resource !== undefined) await releaseHook(ctx, deps.client, { resource, live });
  }
  for (const live of remove) {
    const resource = resources.get(formatKey(keyOf(live)));
    if (resource !== undefined) await deps.client.delete(resource, refOf(live), { signal: ctx.signal, propagationPolicy: "Foreground" });
  }
}
