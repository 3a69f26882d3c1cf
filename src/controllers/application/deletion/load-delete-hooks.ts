import type { Application } from "../../../api/index.ts";
import { isSillageError } from "../../../errors/index.ts";
import type { Context } from "../../../log/index.ts";
import { type DeleteHookType, type DesiredObject, isDeleteHook } from "../../../sync/index.ts";
import type { ApplicationDeps } from "../deps.ts";
import { loadManifests } from "../load-manifests.ts";
import { createMemory } from "../memory.ts";
import { resolveNewest } from "../select-target.ts";
import { comparedTarget, type Target } from "../target.ts";

/**
 * The hooks of one type as Git has them now, so that a commit can mend one that fails. An application is often deleted together with its folder:
 * then those of the commit count that it was last compared with.
 */
export async function loadDeleteHooks(
  ctx: Context,
  deps: ApplicationDeps,
  { app, type }: { readonly app: Application; readonly type: DeleteHookType },
): Promise<readonly DesiredObject[]> {
  const load = async (target: Target) => (await loadManifests(ctx, deps, { app, memory: createMemory(), target, isFresh: false })).desired.hooks;
  const hooks = await loadNewest();
  return hooks.filter(({ object }) => isDeleteHook(object, type));

  async function loadNewest(): Promise<readonly DesiredObject[]> {
    try {
      return await load(await resolveNewest(ctx, deps, { app, isFresh: false }));
    } catch (error) {
      const compared = comparedTarget(app);
      if (compared === undefined || !(isSillageError(error, "invalid") || isSillageError(error, "notFound"))) throw error;
      return load(compared);
    }
  }
}
