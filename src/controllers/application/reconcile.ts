import { annotations, type Application, parseApplication, projectNameOf, validateSpec } from "../../api/index.ts";
import { describeError, isSillageError } from "../../errors/index.ts";
import { aggregateHealth } from "../../health/index.ts";
import { getStringMap, type KubeObject } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";
import { done, type Reconcile, type Result } from "../../runtime/index.ts";
import { bareApplication } from "./bare-application.ts";
import type { ApplicationDeps } from "./deps.ts";
import { finalizeApplication } from "./deletion/finalize.ts";
import { instanceOf } from "./load-manifests.ts";
import { type AppMemory, createMemory } from "./memory.ts";
import { isActive } from "./operation-state.ts";
import { reportStatus } from "./report-status.ts";
import { runStages, type StagesInput } from "./run-stages.ts";
import type { Seen } from "./seen.ts";

const deferredMs = 300;

/** The reconcile of one Application; the key is `namespace/name`. */
export function createReconcileApplication(deps: ApplicationDeps): Reconcile {
  const memories = new Map<string, AppMemory>();

  return async function reconcile(ctx, key) {
    const [namespace = "", name = ""] = key.split("/");
    const object = deps.live.get(deps.applicationResource, { group: deps.applicationResource.group, kind: "Application", namespace, name });
    if (object === undefined) {
      memories.delete(key);
      deps.orphans.follow(key, undefined);
      deps.claims.set(instanceOf({ metadata: { namespace, name } }, deps.controlNamespace), []);
      deps.observer.forgotten({ namespace, name });
      return done;
    }
    const attributes = { "argocd.app.name": name, "argocd.app.namespace": namespace, "argocd.app.project": projectNameOf(object) };
    if (object.metadata.deletionTimestamp !== undefined)
      return deps.tracer.trace({ name: "controller.finalizeApplicationDeletion", attributes }, () => finalizeApplication(ctx, deps, object));
    if (getStringMap(object, "metadata", "annotations")[annotations.skipReconcile] === "true") return done;
    const memory = memories.get(key) ?? createMemory();
    memories.set(key, memory);
    return deps.tracer.trace({ name: "controller.Refresh", attributes }, () => reconcileLive(ctx, deps, { object, memory }));
  };
}

/** The stages fill what was seen; one status write follows, whatever came of them. What makes them throw (no API server, a stop) a status could not be written for. */
async function reconcileLive(ctx: Context, deps: ApplicationDeps, { object, memory }: { readonly object: KubeObject; readonly memory: AppMemory }): Promise<Result> {
  const seen: Seen = {};
  const app = readApplication(object, seen);
  const beganMs = deps.clock.now();
  try {
    return await lookAndReport(ctx, { ...deps, client: deps.countRequests(deps.client, app) }, { app, memory, seen });
  } finally {
    deps.observer.reconciled(app, { tookMs: deps.clock.now() - beganMs, orphans: seen.orphans?.length ?? 0 });
  }
}

async function lookAndReport(ctx: Context, deps: ApplicationDeps, { app, memory, seen }: StagesInput): Promise<Result> {
  const { unreported } = memory;
  const known = unreported === undefined ? app : { ...app, status: { ...app.status, operationState: unreported.operation } };
  const result = await runStages(ctx, deps, { app: known, memory, seen });
  if (unreported !== undefined) seen.operation ??= unreported.operation;
  const waitMs = deferReport({ app, memory, seen }, deps.clock.now());
  if (waitMs > 0) return { requeueAfterMs: waitMs };
  memory.unreported = endedOperation({ app, seen }, deps.clock.now());
  await reportStatus(ctx, deps, { app, seen });
  memory.unreported = undefined;
  if (seen.comparisonError !== undefined) throw seen.comparisonError;
  return result;
}

/**
 * A first deployment is mostly healthy a moment later, and then one status write tells both. Should we die in that moment, the next process finds everything in
 * place and nothing on record, and records it.
 */
function deferReport({ app, memory, seen }: { readonly app: Application; readonly memory: AppMemory; readonly seen: Seen }, nowMs: number): number {
  const { operation, comparison } = seen;
  const isFirst = app.status.sync === undefined && app.operation === undefined && operation?.phase === "Succeeded" && comparison !== undefined;
  if (!isFirst || aggregateHealth(comparison.objects.map(({ live }) => live)).status !== "Progressing") return 0;
  memory.unreported ??= { operation, untilMs: nowMs + deferredMs };
  return memory.unreported.untilMs - nowMs;
}

/** What would be lost if the status could not be written: nothing in the cluster tells of it. */
function endedOperation({ app, seen }: { readonly app: Application; readonly seen: Seen }, nowMs: number): AppMemory["unreported"] {
  const { operation } = seen;
  const isNews = operation !== undefined && !isActive(operation) && operation !== app.status.operationState;
  return isNews ? { operation, untilMs: nowMs } : undefined;
}

/** An application that cannot be read is seen as invalid; its status is kept. */
function readApplication(object: KubeObject, seen: Seen): Application {
  try {
    const app = parseApplication(object);
    const problems = validateSpec(app.spec);
    if (problems.length > 0) seen.invalid = problems;
    return app;
  } catch (error) {
    if (!isSillageError(error, "invalid")) throw error;
    seen.invalid = [describeError(error)];
    return bareApplication(object);
  }
}
