import { mapLimit } from "../async/index.ts";
import { describeError, isSillageError } from "../errors/index.ts";
import { type ApiResource, gvkOf, type KubeClient, type KubeObject, type ObjectKey, parseApiVersion } from "../kube/index.ts";
import type { Context } from "../log/index.ts";
import { applyObject, type ApplyTarget, refOf, replaceObject } from "./apply-object.ts";
import { getDeletePolicies } from "./hook.ts";
import { kindOrder } from "./kind-order.ts";
import { releaseHook } from "./release-hook.ts";
import type { SyncStep } from "./plan-sync.ts";
import type { TaskOutcome } from "./results.ts";
import { getPropagationPolicy, hasObjectOption } from "./sync-options.ts";
import type { SpanStart, Tracer } from "../trace/index.ts";
import type { ApplyTask, HookTask, PruneTask, SyncTask } from "./task.ts";

export interface WaveDeps {
  readonly client: KubeClient;
  /** Told of every write, so that the next comparison sees it even before the watch reports it. */
  readonly noteWritten: (resource: ApiResource, object: KubeObject) => void;
  readonly tracer: Tracer;
}

export interface WaveOptions {
  readonly syncOptions: readonly string[];
  readonly dryRun: boolean;
  /** The desired object as it is applied, given the live one: where ignored fields are kept. */
  readonly adjust: (task: ApplyTask) => KubeObject;
  /** The kind comes with the same sync, so the server may not serve it yet. */
  readonly isNewKind: (key: ObjectKey) => boolean;
}

interface Wave {
  readonly step: WaveStep;
  readonly options: WaveOptions;
}

type WaveStep = Extract<SyncStep, { readonly kind: "wave" }>;

const concurrency = 16;

/**
 * Carries out one wave: validation, deletions, then applies from what others need to what needs them. A failure stops what would come after it.
 * A task without outcome waits for something (an old hook to go, a new kind to be served) and stays pending.
 */
export async function executeWave(ctx: Context, deps: WaveDeps, wave: Wave): Promise<TaskOutcome[]> {
  const attributes = { "argocd.sync.num_tasks": wave.step.tasks.length, "argocd.sync.dry_run": wave.options.dryRun };
  return deps.tracer.trace({ name: "sync.runTasks", attributes }, () => runTasks(ctx, deps, wave));
}

async function runTasks(ctx: Context, deps: WaveDeps, wave: Wave): Promise<TaskOutcome[]> {
  const { step, options } = wave;
  const tasks: readonly SyncTask[] = step.tasks;
  const untried: readonly SyncTask[] = step.validate;
  const namespace = step.namespace === undefined ? [] : await runAll(ctx, tasks.slice(0, 1), () => ensureNamespace(ctx, deps, { step, options }));
  if (hasFailed(namespace)) return namespace;
  const invalid = await runAll(ctx, untried.filter(isWrite), (task) => validate(ctx, deps, { task, options }));
  if (hasFailed(invalid)) return invalid;

  const outcomes = await runAll(ctx, tasks.filter(isPrune), (task) => deps.tracer.trace(spanOf(task), () => prune(ctx, deps, { task, options })));
  const writes = tasks.filter(isWrite);
  const outdated = writes.filter(mustGoFirst);
  outcomes.push(...(await runAll(ctx, outdated, (task) => removeOld(ctx, deps, { task, options }))));
  if (hasFailed(outcomes) || outdated.length > 0) return outcomes;
  for (const tier of groupByTier(writes)) {
    const done = await runAll(ctx, tier, (task) => deps.tracer.trace(spanOf(task), () => apply(ctx, deps, { task, options })));
    outcomes.push(...done);
    if (hasFailed(done)) break;
  }
  return outcomes;
}

function spanOf({ kind, key }: SyncTask): SpanStart {
  const { group, kind: objectKind, namespace, name } = key;
  const attributes = { "argocd.resource.group": group, "argocd.resource.kind": objectKind, "argocd.resource.namespace": namespace, "argocd.resource.name": name };
  return { name: kind === "prune" ? "sync.prune" : "sync.apply", attributes };
}

/** A task that gives no message has no outcome, unless it fails. */
async function runAll<T extends SyncTask>(ctx: Context, tasks: readonly T[], execute: (task: T) => Promise<string | undefined>): Promise<TaskOutcome[]> {
  const outcomes = await mapLimit(tasks, { limit: concurrency, signal: ctx.signal }, async (task): Promise<TaskOutcome[]> => {
    try {
      const message = await execute(task);
      return message === undefined ? [] : [{ task, status: task.kind === "prune" ? "Pruned" : "Synced", message }];
    } catch (error) {
      ctx.signal.throwIfAborted();
      return [{ task, status: "SyncFailed", message: describeError(error) }];
    }
  });
  return outcomes.flat();
}

type WriteTask = ApplyTask | HookTask;

interface TaskCall<T extends SyncTask = WriteTask> {
  readonly task: T;
  readonly options: WaveOptions;
}

async function ensureNamespace(ctx: Context, { client, noteWritten }: WaveDeps, { step, options }: { readonly step: WaveStep; readonly options: WaveOptions }) {
  const { namespace } = step;
  if (namespace?.resource === undefined) return undefined;
  const target = { resource: namespace.resource, desired: namespace.object, live: undefined, dryRun: options.dryRun, skipsValidation: false };
  const written = await applyObject(ctx, client, target);
  if (!options.dryRun) noteWritten(namespace.resource, written);
  return undefined;
}

/** An object whose namespace comes with the same sync cannot be tried yet. */
async function validate(ctx: Context, { client }: WaveDeps, { task, options }: TaskCall): Promise<undefined> {
  if (task.resource === undefined) return;
  try {
    await applyObject(ctx, client, { ...targetOf(task, { resource: task.resource, options }), dryRun: true });
  } catch (error) {
    if (!isSillageError(error, "notFound")) throw error;
  }
}

async function prune(ctx: Context, { client }: WaveDeps, { task, options }: TaskCall<PruneTask>): Promise<string | undefined> {
  if (task.resource === undefined) return "pruned";
  const { uid } = task.live.metadata;
  await client.delete(task.resource, refOf(task.live), {
    signal: ctx.signal,
    propagationPolicy: getPropagationPolicy(options.syncOptions),
    ...(uid === undefined ? {} : { preconditions: { uid } }),
    dryRun: options.dryRun,
  });
  return options.dryRun ? "pruned (dry run)" : "pruned";
}

/** A hook of an earlier operation, or an object to be made anew. */
function mustGoFirst(task: WriteTask): boolean {
  if (task.live === undefined) return false;
  return task.kind === "hook" ? getDeletePolicies(task.desired.object).includes("BeforeHookCreation") : task.mode === "recreate";
}

async function removeOld(ctx: Context, { client }: WaveDeps, { task, options }: TaskCall): Promise<undefined> {
  const { live, resource } = task;
  if (live === undefined || resource === undefined) return;
  const isGoing = live.metadata.deletionTimestamp !== undefined;
  if (task.kind === "hook") await releaseHook(ctx, client, { resource, live });
  if (!isGoing) await client.delete(resource, refOf(live), { signal: ctx.signal, propagationPolicy: getPropagationPolicy(options.syncOptions), dryRun: options.dryRun });
}

async function apply(ctx: Context, deps: WaveDeps, { task, options }: TaskCall): Promise<string | undefined> {
  const { client } = deps;
  const resource = task.resource ?? (await client.discovery.findByKind(gvkOf(task.desired.object), { signal: ctx.signal }));
  if (resource === undefined) return undefined;
  const written = await write(ctx, client, { task, options, resource });
  if (written === undefined) return undefined;
  if (!options.dryRun) deps.noteWritten(resource, written);
  const group = parseApiVersion(written.apiVersion).group;
  const name = `${group === "" ? resource.resource : `${resource.resource}.${group}`}/${written.metadata.name ?? ""}`;
  const isUnchanged = task.live !== undefined && task.live.metadata.resourceVersion === written.metadata.resourceVersion;
  return `${name} ${isUnchanged ? "unchanged" : task.live === undefined ? "created" : "configured"}${options.dryRun ? " (dry run)" : ""}`;
}

async function write(ctx: Context, client: KubeClient, { task, options, resource }: TaskCall & { readonly resource: ApiResource }): Promise<KubeObject | undefined> {
  const target = targetOf(task, { resource, options });
  try {
    return task.kind === "apply" && task.mode === "replace" ? await replaceObject(ctx, client, target) : await applyObject(ctx, client, target);
  } catch (error) {
    if (isSillageError(error, "notFound") && options.isNewKind(task.key)) return undefined;
    throw error;
  }
}

function targetOf(task: WriteTask, { resource, options }: { readonly resource: ApiResource; readonly options: WaveOptions }): ApplyTarget {
  return {
    resource,
    desired: task.kind === "apply" ? options.adjust(task) : task.desired.object,
    live: task.live,
    dryRun: options.dryRun,
    skipsValidation: hasObjectOption(task.desired.object, options.syncOptions, "Validate=false"),
  };
}

/**
 * Namespaces and CRDs, then what workloads read or are reached by (accounts, settings, roles, Services), then the rest. Workloads come late because their
 * controllers answer each with writes of their own: an API server that still has other objects to take in is spared these.
 */
function groupByTier(tasks: readonly WriteTask[]): WriteTask[][] {
  const tierOf = ({ key }: WriteTask) => (["Namespace", "CustomResourceDefinition"].includes(key.kind) ? 0 : kindOrder(key.kind) < kindOrder("DaemonSet") ? 1 : 2);
  return [0, 1, 2].map((tier) => tasks.filter((task) => tierOf(task) === tier)).filter((tier) => tier.length > 0);
}

function isWrite(task: SyncTask): task is WriteTask {
  return task.kind !== "prune";
}

function isPrune(task: SyncTask): task is PruneTask {
  return task.kind === "prune";
}

function hasFailed(outcomes: readonly TaskOutcome[]): boolean {
  return outcomes.some(({ status }) => status === "SyncFailed");
}
