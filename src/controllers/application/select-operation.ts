import type { Application, Operation, OperationState } from "../../api/index.ts";
import { isSameJson } from "../../diff/index.ts";
import { describeError } from "../../errors/index.ts";
import type { Context } from "../../log/index.ts";
import type { ApplicationDeps } from "./deps.ts";
import { isSameContent } from "./load-manifests.ts";
import { loadOperation } from "./load-operation.ts";
import type { AppMemory, Loaded } from "./memory.ts";
import { beginOperation, endOperation, getRequest, isActive, retryDueInMs, retryOperation } from "./operation-state.ts";
import type { Selection } from "./select-target.ts";
import { pinnedTarget, requestedTarget, type Target } from "./target.ts";

/** The operation to go on with. */
export type Work =
  | { readonly kind: "none" }
  | { readonly kind: "run"; readonly state: OperationState; readonly loaded: Loaded; readonly request?: Operation }
  /** Its next try is not due yet. */
  | { readonly kind: "wait"; readonly loaded: Loaded; readonly dueMs: number }
  /** It cannot even begin, or go on. */
  | { readonly kind: "over"; readonly state: OperationState };

export interface WorkRequest {
  readonly app: Application;
  readonly memory: AppMemory;
  /** `undefined` while the sources cannot be read. */
  readonly selection: Selection | undefined;
}

/** What a person asked for comes first, then the operation under way; one that automation started gives way to a newer commit. A running hook is never cut short. */
export async function selectOperation(ctx: Context, deps: ApplicationDeps, request: WorkRequest): Promise<Work> {
  const { app } = request;
  const { operationState } = app.status;
  const wish = getRequest(app);
  const isBusy = isActive(operationState) && (hasRunningHook(operationState) || operationState.phase === "Terminating");
  if (wish !== undefined && !isBusy) return begin(ctx, deps, { ...request, wish });
  return isActive(operationState) ? goOn(ctx, deps, { ...request, state: operationState }) : { kind: "none" };
}

async function begin(ctx: Context, deps: ApplicationDeps, request: WorkRequest & { readonly wish: Operation }): Promise<Work> {
  const { app, memory, wish } = request;
  const now = new Date(deps.clock.now()).toISOString();
  try {
    const target = await resolveRequest(ctx, deps, request);
    const loaded = await loadOperation(ctx, deps, { app, memory, target, operation: wish });
    return { kind: "run", state: beginOperation(app, wish, { target, now }), loaded, request: wish };
  } catch (error) {
    ctx.signal.throwIfAborted();
    const state: OperationState = { operation: wish, phase: "Running", startedAt: now };
    return { kind: "over", state: { ...state, phase: "Error", message: describeError(error), finishedAt: now } };
  }
}

async function resolveRequest(ctx: Context, deps: ApplicationDeps, { app, selection, wish }: WorkRequest & { readonly wish: Operation }): Promise<Target> {
  const { sources, revisions: named } = requestedTarget(app, wish.sync ?? {});
  const newest = selection?.newest.target;
  const revisions = await Promise.all(
    sources.map(async (source, index) => {
      const revision = named[index];
      const known = isSameJson(newest?.sources[index], source) ? newest?.revisions[index] : undefined;
      if (revision === undefined && known !== undefined) return known;
      return deps.sources.resolveRevision(ctx, revision === undefined ? source : { ...source, targetRevision: revision }, { project: app.spec.project, isFresh: false });
    }),
  );
  return { sources, revisions };
}

async function goOn(ctx: Context, deps: ApplicationDeps, { app, memory, selection, state }: WorkRequest & { readonly state: OperationState }): Promise<Work> {
  const now = new Date(deps.clock.now()).toISOString();
  const pinned = pinnedTarget(state.syncResult) ?? selection?.effective.target;
  if (pinned === undefined) return { kind: "over", state: endOperation(state, { phase: "Error", message: "the revision of the operation is not known", now }) };
  const loaded = await loadOperation(ctx, deps, { app, memory, target: pinned, operation: state.operation });
  const isOutdated = selection !== undefined && state.operation.initiatedBy?.automated === true && !isSameContent(loaded, selection.effective);
  if (isOutdated && !hasRunningHook(state) && state.phase !== "Terminating") return { kind: "none" };
  const dueMs = retryDueInMs(state, deps.clock.now());
  if (dueMs === undefined) return { kind: "run", state, loaded };
  if (dueMs > 0) return { kind: "wait", loaded, dueMs };
  const next = state.operation.retry?.refresh === true && selection !== undefined ? selection.effective : loaded;
  return { kind: "run", state: retryOperation(app, state, next.target), loaded: next };
}

function hasRunningHook({ syncResult }: OperationState): boolean {
  return syncResult?.resources?.some(({ hookType, hookPhase }) => hookType !== undefined && hookPhase === "Running") ?? false;
}
