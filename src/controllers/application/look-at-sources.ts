import type { Application } from "../../api/index.ts";
import { isSillageError } from "../../errors/index.ts";
import type { Context } from "../../log/index.ts";
import type { ApplicationDeps } from "./deps.ts";
import type { AppMemory } from "./memory.ts";
import { resolveNewest, type Selection, selectTarget } from "./select-target.ts";
import type { Target } from "./target.ts";

export interface SourcesRequest {
  readonly app: Application;
  readonly memory: AppMemory;
  readonly refresh: "none" | "normal" | "hard";
}

/** So long may a Git server be away before it shows. */
const graceMs = 180_000;

/** The manifests that count. While Git cannot be reached, what is known goes on counting: drift is healed, and for some minutes nobody is alarmed. */
export async function lookAtSources(ctx: Context, deps: ApplicationDeps, request: SourcesRequest): Promise<Selection> {
  const { app, memory, refresh } = request;
  const newest = await resolve(ctx, deps, request);
  const lastPhase = app.status.operationState?.phase;
  const takesNewest = refresh !== "none" || lastPhase === "Failed" || lastPhase === "Error";
  const selection = await selectTarget(ctx, deps, { app, memory, newest, takesNewest, isFresh: refresh === "hard" });
  memory.newest = newest;
  return selection;
}

async function resolve(ctx: Context, deps: ApplicationDeps, { app, memory, refresh }: SourcesRequest): Promise<Target> {
  try {
    const newest = await resolveNewest(ctx, deps, { app, isFresh: refresh !== "none" });
    memory.failingSinceMs = undefined;
    return newest;
  } catch (error) {
    const isOutage = isSillageError(error, "unavailable") || isSillageError(error, "deadline");
    memory.failingSinceMs ??= deps.clock.now();
    if (isOutage && refresh === "none" && memory.newest !== undefined && deps.clock.now() - memory.failingSinceMs < graceMs) return memory.newest;
    throw error;
  }
}
