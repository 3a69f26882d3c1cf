import { annotations, type Application, type OperationState } from "../../api/index.ts";
import { isSillageError } from "../../errors/index.ts";
import type { Context } from "../../log/index.ts";
import { done, type Result } from "../../runtime/index.ts";
import { checkProject, type Grant } from "./check-project.ts";
import { claimObjects } from "./claim-objects.ts";
import { cleanUpHooks } from "./clean-up-hooks.ts";
import { compareObjects, toCompareRequest } from "./compare.ts";
import { computeRollback } from "./compute-rollback.ts";
import { computeSyncCode } from "./compute-status.ts";
import type { ApplicationDeps } from "./deps.ts";
import { ensureHookFinalizers } from "./ensure-hook-finalizers.ts";
import { findHold, type Hold } from "./find-hold.ts";
import { instanceOf } from "./load-manifests.ts";
import { lookForOrphans } from "./look-for-orphans.ts";
import { lookAtSources } from "./look-at-sources.ts";
import { type AppMemory, enterScope, type Loaded } from "./memory.ts";
import { beginOperation, getRequest, isActive, retryDueInMs } from "./operation-state.ts";
import { type AutoSyncDecision, planAutoSync } from "./plan-auto-sync.ts";
import { reportStatus } from "./report-status.ts";
import { runOperation } from "./run-operation.ts";
import type { Seen } from "./seen.ts";
import { selectOperation, type Work } from "./select-operation.ts";
import type { Selection } from "./select-target.ts";
import { watchRecordedKinds } from "./watch-recorded.ts";

export interface StagesInput {
  readonly app: Application;
  readonly memory: AppMemory;
  /** Filled on the way. */
  readonly seen: Seen;
}

/** Git → manifests → comparison → operation, one after the other. */
export async function runStages(ctx: Context, deps: ApplicationDeps, input: StagesInput): Promise<Result> {
  const { app, memory, seen } = input;
  const grant = checkPermission(deps, input);
  if (grant === undefined) return done;
  const isFirstLook = memory.newest === undefined;
  const selection = await deps.tracer.trace({ name: "controller.GetRepoObjs" }, () => look(ctx, deps, input));
  const work = await selectOperation(ctx, deps, { app, memory, selection });
  seen.rollback = computeRollback(app, { selection, work });
  if (work.kind === "over") seen.operation = work.state;
  const loaded = work.kind === "run" || work.kind === "wait" ? work.loaded : selection?.effective;
  if (selection !== undefined) await ensureHookFinalizers(ctx, deps, { app, hooks: selection.effective.desired.hooks });
  if (loaded === undefined) return done;

  see(seen, loaded);
  claimObjects(deps, { app, memory, loaded });
  const compare = createCompare(ctx, deps, { input, loaded, grant });
  seen.comparison = await compare();
  seen.orphans = await lookForOrphans(ctx, deps, { app, grant });
  await cleanUpHooks(ctx, deps, { instance: instanceOf(app, deps.controlNamespace), liveHooks: seen.comparison.liveHooks, recorded: app.status.operationState });
  const decision = decide(deps, { input, work, loaded, grant, isFirstLook });
  if (decision.state !== undefined && decision.hold !== undefined) seen.operation = decision.state;
  else if (decision.state !== undefined) {
    const record = (state: OperationState) => reportStatus(ctx, deps, { app, seen: { ...seen, operation: state } });
    const run = { app, grant, state: decision.state, loaded, comparison: seen.comparison, compareAgain: compare, record };
    const step = await deps.tracer.trace({ name: "controller.Operation", attributes: { "argocd.sync.started": run.state.startedAt } }, () => runOperation(ctx, deps, run));
    seen.operation = step.state;
    seen.comparison = step.comparison;
    if (hasFailed(step.state)) seen.refusal = messageOf(plan(deps, { app: withOperation(app, step.state), seen, loaded, isFirstLook: false }));
  }
  return requeue(deps, { seen, loaded, laterMs: work.kind === "wait" ? work.dueMs : decision.laterMs });
}

/** `undefined` when the spec makes no sense or its project forbids it: then no operation goes on either. */
function checkPermission(deps: ApplicationDeps, { app, memory, seen }: StagesInput): Grant | undefined {
  const check = seen.invalid === undefined ? checkProject(app, deps) : { kind: "refused" as const, problems: seen.invalid };
  if (check.kind === "refused") {
    seen.invalid = check.problems;
    const refused = refuseOperation(app, check.problems, new Date(deps.clock.now()).toISOString());
    if (refused !== undefined) seen.operation = refused;
    return undefined;
  }
  const { destination, ignoreDifferences, syncPolicy } = app.spec;
  const { roles: _roles, syncWindows: _windows, ...rules } = check.project.spec;
  enterScope(memory, JSON.stringify([destination, ignoreDifferences, syncPolicy?.syncOptions, rules]));
  return check;
}

function refuseOperation(app: Application, problems: readonly string[], now: string): OperationState | undefined {
  const { operationState } = app.status;
  const wish = getRequest(app);
  const state = wish === undefined ? operationState : { operation: wish, startedAt: now };
  if (state === undefined || (wish === undefined && !isActive(operationState))) return undefined;
  return { ...state, phase: "Error", message: problems.join("; "), finishedAt: now };
}

async function look(ctx: Context, deps: ApplicationDeps, { app, memory, seen }: StagesInput): Promise<Selection | undefined> {
  const asked = app.metadata.annotations?.[annotations.refresh];
  try {
    if (!memory.watchesRecorded) await watchRecordedKinds(ctx, deps, app.status);
    memory.watchesRecorded = true;
    return await lookAtSources(ctx, deps, { app, memory, refresh: asked === undefined ? "none" : asked === "hard" ? "hard" : "normal" });
  } catch (error) {
    ctx.signal.throwIfAborted();
    if (!isSillageError(error)) throw error;
    seen.comparisonError = error;
    return undefined;
  }
}

function see(seen: Seen, { target, rendered, desired }: Loaded): void {
  seen.target = target;
  seen.sourceTypes = rendered.map(({ sourceType }) => sourceType);
  seen.warnings = desired.warnings;
}

function createCompare(ctx: Context, deps: ApplicationDeps, { input, loaded, grant }: { readonly input: StagesInput; readonly loaded: Loaded; readonly grant: Grant }) {
  const { app, memory } = input;
  const request = toCompareRequest(app, { desired: loaded.desired, memory, grant, controlNamespace: deps.controlNamespace });
  const span = { name: "controller.diff", attributes: { "argocd.revision": loaded.target.revisions.join(",") } };
  return () => deps.tracer.trace(span, () => compareObjects(ctx, deps, request));
}

interface Decision {
  /** The operation to carry on with. */
  readonly state?: OperationState;
  /** Why not now. */
  readonly hold?: Hold;
  readonly laterMs?: number;
}

interface DecisionInput {
  readonly input: StagesInput;
  readonly work: Work;
  readonly loaded: Loaded;
  readonly grant: Grant;
  readonly isFirstLook: boolean;
}

function decide(deps: ApplicationDeps, decision: DecisionInput): Decision {
  const { input, work, loaded, grant, isFirstLook } = decision;
  const { app, seen } = input;
  if (work.kind === "run") return holdBack(work.state, findHold(app, grant, { operation: work.state, nowMs: deps.clock.now() }));
  if (work.kind !== "none" || seen.comparison === undefined || seen.comparisonError !== undefined) return {};
  const now = new Date(deps.clock.now()).toISOString();
  const auto = plan(deps, { app, seen, loaded, isFirstLook });
  const hold = auto.kind === "sync" ? findHold(app, grant, { nowMs: deps.clock.now() }) : undefined;
  if (auto.kind === "sync" && hold === undefined) return { state: beginOperation(app, auto.operation, { target: loaded.target, now }) };
  seen.hold = hold?.reason;
  seen.refusal = messageOf(auto);
  const { operationState } = app.status;
  if (isActive(operationState)) seen.operation = { ...operationState, phase: "Failed", message: `superseded by ${loaded.target.revisions.join(", ")}`, finishedAt: now };
  if (hold !== undefined) return { hold, laterMs: hold.laterMs };
  return auto.kind === "later" ? { laterMs: auto.afterMs } : {};
}

/** An operation that a window stops stays as it is, and says so. */
function holdBack(state: OperationState, hold: Hold | undefined): Decision {
  return hold === undefined ? { state } : { state: { ...state, message: hold.reason }, hold, laterMs: hold.laterMs };
}

interface PlanInput {
  readonly app: Application;
  readonly seen: Seen;
  readonly loaded: Loaded;
  readonly isFirstLook: boolean;
}

function plan(deps: ApplicationDeps, { app, seen, loaded, isFirstLook }: PlanInput): AutoSyncDecision {
  const objects = seen.comparison?.objects ?? [];
  const isOutOfSync = computeSyncCode(objects) === "OutOfSync";
  return planAutoSync({ app, objects, isOutOfSync, hasHooks: loaded.desired.hooks.length > 0, target: loaded.target, isFirstLook, nowMs: deps.clock.now() });
}

function withOperation(app: Application, operationState: OperationState): Application {
  return { ...app, status: { ...app.status, operationState } };
}

function hasFailed({ phase }: OperationState): boolean {
  return phase === "Failed" || phase === "Error";
}

/** Why a person should look, if one should. */
function messageOf(decision: AutoSyncDecision): string | undefined {
  return decision.kind === "refused" || decision.kind === "later" ? decision.message : undefined;
}

const operationLookMs = 10_000;
const newKindLookMs = 1_000;
const unknownKindLookMs = 30_000;

/** Watches tell of every change; these looks are for what no watch tells: time, and kinds that are not served yet. */
function requeue(deps: ApplicationDeps, { seen, loaded, laterMs }: { readonly seen: Seen; readonly loaded: Loaded; readonly laterMs: number | undefined }): Result {
  const waits = laterMs === undefined ? [] : [laterMs];
  const hasUnknownKind = loaded.desired.objects.some(({ resource }) => resource === undefined);
  if (isActive(seen.operation)) {
    waits.push(retryDueInMs(seen.operation, deps.clock.now()) ?? (hasUnknownKind ? newKindLookMs : operationLookMs));
  } else if (hasUnknownKind) waits.push(unknownKindLookMs);
  return waits.length === 0 ? done : { requeueAfterMs: Math.min(...waits) };
}
