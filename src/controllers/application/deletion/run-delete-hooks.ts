import { type Application, parseApplication } from "../../../api/index.ts";
import { describeError, isSillageError, SillageError } from "../../../errors/index.ts";
import type { OwnedObject } from "../../../inventory/index.ts";
import type { KubeClient, KubeObject } from "../../../kube/index.ts";
import type { Context } from "../../../log/index.ts";
import { applyObject, type DesiredObject, getPropagationPolicy, hasObjectOption, isDeleteHook, planDeleteHookCleanup, planDeleteHooks, releaseHook } from "../../../sync/index.ts";
import { checkProject, findObjectProblem, type Grant } from "../check-project.ts";
import type { ApplicationDeps } from "../deps.ts";
import { findActor } from "../find-actor.ts";
import { loadDeleteHooks } from "./load-delete-hooks.ts";
import { reportDeletion } from "./report-deletion.ts";
import { instanceOf, readSyncOptions, removeOwned } from "./run-cascade.ts";
import type { Stage, StageOutcome } from "./stage.ts";

/** For what no watch tells: a kind that is served now. */
const lookAgainMs = 30_000;

interface HooksPass {
  readonly app: KubeObject;
  readonly stage: Extract<Stage, { readonly kind: "hooks" }>;
}

/** Brings the hooks of a stage one step on. Throws a `SillageError` when the manifests cannot be had, or the server refuses a hook. */
export async function runDeleteHooks(ctx: Context, deps: ApplicationDeps, { app, stage }: HooksPass): Promise<StageOutcome> {
  const application = parseApplication(app);
  const check = checkProject(application, deps);
  if (check.kind === "refused") return refuse(check.problems, stage);
  const actor = findActor(application, check, deps);
  if (typeof actor === "string") return refuse([actor], stage);
  const hooks = await load(ctx, deps, { application, stage });
  const problems = hooks.flatMap((hook) => findProblem(hook, check));
  if (problems.length > 0) return refuse(problems, stage);

  const owned = listHooks(app, deps, stage);
  const { uid = "", deletionTimestamp = "" } = app.metadata;
  const step = planDeleteHooks({ type: stage.type, hooks, live: owned, uid, deletedAt: deletionTimestamp, nowMs: deps.clock.now() });
  if (step.kind === "failed") return step;
  if (step.kind === "create") await createHooks(ctx, deps, { app, actor, hooks: step.hooks });
  if (step.kind === "clear") await removeAll(ctx, actor, { app, objects: step.objects });
  if (step.kind !== "done") return { kind: "wait" };
  // Without a stage to clean up, nobody would let go of them later.
  if (!stage.hasCleanup) for (const { resource, object } of owned) await releaseHook(ctx, actor, { resource, live: object });
  return step;
}

/** Lets go of the hooks of a stage that is over, and deletes those whose policy asks for it. */
export async function runDeleteHookCleanup(
  ctx: Context,
  deps: ApplicationDeps,
  { app, stage }: { readonly app: KubeObject; readonly stage: Extract<Stage, { readonly kind: "cleanup" }> },
): Promise<StageOutcome> {
  const { release, remove, isDone } = planDeleteHookCleanup(listHooks(app, deps, stage));
  if (isDone) return { kind: "done" };
  for (const { resource, object } of release) await releaseHook(ctx, deps.client, { resource, live: object });
  await removeAll(ctx, deps.client, { app, objects: remove });
  return { kind: "wait" };
}

/** In turn, for they may need one another. They are put on record first, so that they are found again after a crash. */
async function createHooks(
  ctx: Context,
  deps: ApplicationDeps,
  { app, actor, hooks }: { readonly app: KubeObject; readonly actor: KubeClient; readonly hooks: readonly DesiredObject[] },
): Promise<void> {
  await reportDeletion(ctx, deps, { app, conditions: [], hooks: hooks.map(({ object }) => object) });
  for (const { resource, object } of hooks) {
    if (resource === undefined) continue;
    const skipsValidation = hasObjectOption(object, readSyncOptions(app), "Validate=false");
    deps.live.noteWritten(resource, await applyObject(ctx, actor, { resource, desired: object, live: undefined, dryRun: false, skipsValidation }));
  }
}

async function removeAll(ctx: Context, client: KubeClient, { app, objects }: { readonly app: KubeObject; readonly objects: readonly OwnedObject[] }): Promise<void> {
  const propagationPolicy = getPropagationPolicy(readSyncOptions(app));
  for (const { resource, object } of objects) await removeOwned(ctx, client, { resource, object, propagationPolicy });
}

function listHooks(app: KubeObject, deps: ApplicationDeps, { type }: Pick<HooksPass["stage"], "type">): OwnedObject[] {
  return deps.live.listOwned(instanceOf(app, deps)).filter(({ object }) => isDeleteHook(object, type));
}

/** Hooks whose kind is not watched yet may be live all the same. */
async function load(ctx: Context, deps: ApplicationDeps, { application, stage }: { readonly application: Application; readonly stage: HooksPass["stage"] }) {
  try {
    const hooks = await loadDeleteHooks(ctx, deps, { app: application, type: stage.type });
    for (const { resource } of hooks) if (resource !== undefined) await deps.live.ensureWatched(resource, { signal: ctx.signal });
    return hooks;
  } catch (error) {
    ctx.signal.throwIfAborted();
    if (!isSillageError(error)) throw error;
    throw new SillageError(error.code, describeRefusal([describeError(error)], stage), { cause: error, terminal: error.terminal });
  }
}

function findProblem(hook: DesiredObject, grant: Grant): string[] {
  const { group, kind, name } = hook.key;
  const problem = hook.resource === undefined ? "the cluster does not know the kind" : findObjectProblem(hook, grant);
  return problem === undefined ? [] : [`${group}/${kind}/${name}: ${problem}`];
}

function refuse(problems: readonly string[], stage: HooksPass["stage"]): StageOutcome {
  return { kind: "failed", message: describeRefusal(problems, stage), retryInMs: lookAgainMs };
}

function describeRefusal(problems: readonly string[], { type, finalizers }: HooksPass["stage"]): string {
  return `the ${type} hooks cannot run: ${problems.join("; ")}; to delete the Application without them, remove its finalizer ${finalizers.join(", ")}`;
}
