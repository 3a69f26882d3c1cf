import { fieldManager, parseApplicationStatus } from "../../../api/index.ts";
import { describeError, isSillageError } from "../../../errors/index.ts";
import type { KubeObject } from "../../../kube/index.ts";
import type { Context } from "../../../log/index.ts";
import { done, type Result } from "../../../runtime/index.ts";
import { refOf } from "../../../sync/index.ts";
import type { ApplicationDeps } from "../deps.ts";
import { watchRecordedKinds } from "../watch-recorded.ts";
import { getNewest, reportDeletion } from "./report-deletion.ts";
import { runCascade } from "./run-cascade.ts";
import { runDeleteHookCleanup, runDeleteHooks } from "./run-delete-hooks.ts";
import { findStage, type Stage, type StageOutcome } from "./stage.ts";

const lookAgainMs = 5_000;

/** One pass of a deletion: as much of its present stage as can be done now; the finalizers of a stage go when it is over. */
export async function finalizeApplication(ctx: Context, deps: ApplicationDeps, app: KubeObject): Promise<Result> {
  const stage = findStage(app.metadata.finalizers ?? []);
  if (stage === undefined) return done;
  const outcome = await tryStage(ctx, deps, { app, stage });
  if (outcome.kind === "done") return letGo(ctx, deps, { app, stage });
  await reportDeletion(ctx, deps, { app, conditions: toConditions(outcome) });
  if (outcome.kind === "wait") return { requeueAfterMs: lookAgainMs };
  return outcome.retryInMs === undefined ? done : { requeueAfterMs: outcome.retryInMs };
}

interface StagePass {
  readonly app: KubeObject;
  readonly stage: Stage;
}

/** What makes a stage throw is shown on the Application, too. */
async function tryStage(ctx: Context, deps: ApplicationDeps, { app, stage }: StagePass): Promise<StageOutcome> {
  try {
    await watchRecordedKinds(ctx, deps, parseApplicationStatus(app["status"]));
    if (stage.kind === "cascade") return await runCascade(ctx, deps, { app, stage });
    return await (stage.kind === "hooks" ? runDeleteHooks(ctx, deps, { app, stage }) : runDeleteHookCleanup(ctx, deps, { app, stage }));
  } catch (error) {
    ctx.signal.throwIfAborted();
    await reportDeletion(ctx, deps, { app, conditions: [{ type: "DeletionError", message: describeError(error) }] });
    throw error;
  }
}

function toConditions(outcome: Exclude<StageOutcome, { readonly kind: "done" }>) {
  if (outcome.kind === "failed") return [{ type: "DeletionError", message: outcome.message }] as const;
  return outcome.hold === undefined ? [] : ([{ type: "DeletionBlocked", message: outcome.hold }] as const);
}

/** An Application that has changed meanwhile is looked at again. */
async function letGo(ctx: Context, deps: ApplicationDeps, { app, stage }: StagePass): Promise<Result> {
  const current = getNewest(deps, app);
  const kept = (current.metadata.finalizers ?? []).filter((finalizer) => !stage.finalizers.includes(finalizer));
  const body = { metadata: { finalizers: kept, resourceVersion: current.metadata.resourceVersion ?? "" } };
  try {
    const written = await deps.client.patch(deps.applicationResource, refOf(app), body, { signal: ctx.signal, type: "merge", fieldManager });
    if (kept.length === 0) return done;
    deps.live.noteWritten(deps.applicationResource, written);
    return { requeueAfterMs: lookAgainMs };
  } catch (error) {
    if (isSillageError(error, "notFound")) return done;
    if (isSillageError(error, "conflict")) return { requeueAfterMs: lookAgainMs };
    throw error;
  }
}
