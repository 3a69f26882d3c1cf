import type { KubeClient } from "../kube/index.ts";
import type { Context } from "../log/index.ts";
import { refOf } from "./apply-object.ts";
import { releaseHook } from "./release-hook.ts";
import type { TaskOutcome } from "./results.ts";
import type { SyncTask } from "./task.ts";

/** Deletes running hooks, for an operation that is terminated. */
export async function stopHooks(ctx: Context, client: Pick<KubeClient, "patch" | "delete">, tasks: readonly SyncTask[]): Promise<TaskOutcome[]> {
  const outcomes: TaskOutcome[] = [];
  for (const task of tasks) {
    const { live, resource } = task;
    if (live === undefined || resource === undefined) continue;
    await releaseHook(ctx, client, { resource, live });
    await client.delete(resource, refOf(live), { signal: ctx.signal, propagationPolicy: "Background" });
    outcomes.push({ task, status: "SyncFailed", message: "terminated" });
  }
  return outcomes;
}
