import { type Application, isDeletionApproved, type OperationState, type SyncOperation } from "../../api/index.ts";
import { findIgnoredFields, keepLiveFields } from "../../diff/index.ts";
import { getString, type KubeClient, type KubeObject, type ObjectKey } from "../../kube/index.ts";
import type { Context } from "../../log/index.ts";
import { addOutcomes, attemptOf, executeWave, hasOption, planSync, type SyncInput, type SyncPlan, stopHooks } from "../../sync/index.ts";
import { findObjectProblem, type Grant } from "./check-project.ts";
import type { Comparison } from "./compare.ts";
import type { ApplicationDeps } from "./deps.ts";
import { findActor } from "./find-actor.ts";
import type { Loaded } from "./memory.ts";
import { advanceOperation } from "./operation-state.ts";
import { type NamespaceState, prepareNamespace } from "./prepare-namespace.ts";

export interface OperationRun {
  readonly app: Application;
  readonly grant: Grant;
  readonly state: OperationState;
  readonly loaded: Loaded;
  readonly comparison: Comparison;
  /** Looks again at what is live. */
  readonly compareAgain: () => Promise<Comparison>;
  /** Puts the operation on record, before something is done that must not be done twice. */
  readonly record: (state: OperationState) => Promise<void>;
}

export interface OperationStep {
  readonly state: OperationState;
  readonly comparison: Comparison;
}

/** One step of an operation: at most one wave. */
export async function runOperation(ctx: Context, deps: ApplicationDeps, run: OperationRun): Promise<OperationStep> {
  const { app, state, loaded, comparison } = run;
  const now = () => new Date(deps.clock.now()).toISOString();
  const options = optionsOf(app, state.operation.sync ?? {});
  const namespace = await prepareNamespace(ctx, deps, { app, options });
  if (namespace?.isTerminating === true) return { state: { ...state, message: `waiting for deletion of Namespace ${namespace.key.name}` }, comparison };
  const actor = findActor(app, run.grant, deps);
  const refusal = describeWipeOut(run) ?? describeForbidden(run, namespace) ?? (typeof actor === "string" ? actor : undefined);
  if (refusal !== undefined || typeof actor === "string")
    return { state: advanceOperation(state, { tasks: [], isMultiStep: false, results: [], step: { kind: "finish", phase: "Failed", message: refusal ?? "" } }, now()), comparison };

  const input: SyncInput = {
    startedAt: state.startedAt,
    attempt: attemptOf(state),
    revision: loaded.target.revisions[0] ?? "",
    sync: state.operation.sync ?? {},
    isTerminating: state.phase === "Terminating",
    isApproved: isDeletionApproved(app, state.startedAt),
    options,
    objects: comparison.objects,
    hooks: loaded.desired.hooks,
    liveHooks: comparison.liveHooks,
    results: state.syncResult?.resources ?? [],
    ...(namespace?.desired === undefined ? {} : { namespace: namespace.desired }),
  };
  const plan = planSync(input);
  if (plan.step.kind !== "wave" && plan.step.kind !== "stop") return { state: advanceOperation(state, plan, now()), comparison };
  if (mustBeRecorded(plan, run)) await run.record({ ...advanceOperation(state, plan, now()), phase: state.phase });
  const outcomes =
    plan.step.kind === "stop" ? await stopHooks(ctx, actor, plan.step.hooks) : await executeWave(ctx, waveDeps(deps, actor), { step: plan.step, options: waveOptions(run, input) });
  const after = await run.compareAgain();
  const next = planSync({ ...input, objects: after.objects, liveHooks: after.liveHooks, results: addOutcomes(plan.results, outcomes) });
  return { state: advanceOperation(state, next, now()), comparison: after };
}

/** An operation of its own brings its own options; one that a person wrote without any takes the application's. */
function optionsOf({ spec }: Application, sync: SyncOperation): readonly string[] {
  return sync.syncOptions ?? spec.syncPolicy?.syncOptions ?? [];
}

/** A render that gives nothing never deletes everything, whoever asks, unless the application allows it. */
function describeWipeOut({ app, state, comparison }: OperationRun): string | undefined {
  const isEmpty = comparison.objects.length > 0 && comparison.objects.every(({ desired }) => desired === undefined);
  if (!isEmpty || state.operation.sync?.prune !== true || (state.operation.sync.resources ?? []).length > 0 || app.spec.syncPolicy?.automated?.allowEmpty === true)
    return undefined;
  return `nothing is declared any more, and pruning would delete all ${comparison.objects.length} resources: set syncPolicy.automated.allowEmpty to allow it`;
}

/** The project judges hooks and a namespace to be made like everything else; the objects of the comparison it has judged already. */
function describeForbidden({ grant, state, loaded }: OperationRun, namespace: NamespaceState | undefined): string | undefined {
  const { resources = [] } = state.operation.sync ?? {};
  const extra = [...(namespace?.desired === undefined ? [] : [namespace.desired]), ...(resources.length === 0 ? loaded.desired.hooks : [])];
  const problems = extra.flatMap((object) => {
    const problem = findObjectProblem(object, grant);
    return problem === undefined ? [] : [`${object.key.group}/${object.key.kind}/${object.key.name}: ${problem}`];
  });
  return problems.length === 0 ? undefined : `one or more synchronization tasks are not valid: ${problems.join("; ")}`;
}

/** Whether this step must not be forgotten: hooks run once, and people watch a sync of several waves. */
function mustBeRecorded({ tasks, isMultiStep }: SyncPlan, { app, state }: OperationRun): boolean {
  const recorded = app.status.operationState;
  const isOnRecord = recorded !== undefined && attemptOf(recorded) === attemptOf(state) && recorded.finishedAt === undefined;
  return !isOnRecord && (isMultiStep || tasks.some(({ kind }) => kind === "hook"));
}

function waveDeps({ live, tracer }: ApplicationDeps, client: KubeClient) {
  return { client, tracer, noteWritten: live.noteWritten.bind(live) };
}

function waveOptions({ app, loaded }: OperationRun, { options, sync }: SyncInput) {
  const keepsIgnored = hasOption(options, "RespectIgnoreDifferences=true");
  const newKinds = new Set(loaded.desired.objects.filter(({ key }) => key.kind === "CustomResourceDefinition").map(({ object }) => formatDefinedKind(object)));
  return {
    syncOptions: options,
    dryRun: sync.dryRun === true,
    isNewKind: ({ group, kind }: ObjectKey) => newKinds.has(`${group}/${kind}`),
    adjust: ({ desired, live, key }: { readonly desired: { readonly object: KubeObject }; readonly live?: KubeObject; readonly key: ObjectKey }) =>
      keepsIgnored && live !== undefined ? keepLiveFields(desired.object, live, findIgnoredFields(app.spec.ignoreDifferences ?? [], key)) : desired.object,
  };
}

function formatDefinedKind(definition: KubeObject): string {
  return `${getString(definition, "spec", "group")}/${getString(definition, "spec", "names", "kind")}`;
}
