import type { ResourceResult } from "../api/index.ts";
import { assessTask } from "./assess-task.ts";
import { buildTasks, isDefinedBy } from "./build-tasks.ts";
import type { DesiredObject } from "./desired.ts";
import { howToApprove } from "./deletion/how-to-approve.ts";
import { computeResults, findResult, indexResults } from "./results.ts";
import { hasObjectOption, hasOption } from "./sync-options.ts";
import type { SyncInput, SyncTask, TrackedTask } from "./task.ts";

/** What to do next. */
export type SyncStep =
  /** Carry out one wave. `validate` is to be tried against the server first; when any of it fails, nothing is applied. */
  | { readonly kind: "wave"; readonly namespace?: DesiredObject; readonly validate: readonly TrackedTask[]; readonly tasks: readonly TrackedTask[] }
  | { readonly kind: "wait"; readonly message: string }
  | { readonly kind: "stop"; readonly hooks: readonly TrackedTask[] }
  | { readonly kind: "finish"; readonly phase: "Succeeded" | "Failed"; readonly message: string };

export interface SyncPlan {
  /** In the order in which they run. */
  readonly tasks: readonly TrackedTask[];
  readonly step: SyncStep;
  /** More than one wave or phase. */
  readonly isMultiStep: boolean;
  /** What to record of the tasks that have begun. */
  readonly results: readonly ResourceResult[];
}

/** The next step of a sync, from what is live and what this operation has recorded. Planning again after a crash gives the same step. */
export function planSync(input: SyncInput): SyncPlan {
  const ordered = buildTasks(input);
  const main = ordered.filter(({ phase }) => phase !== "SyncFail");
  const isDryRun = input.sync.dryRun === true;
  const isMultiStep = !isDryRun && main.some(({ phase, wave }) => phase !== main[0]?.phase || wave !== main[0]?.wave);
  const recorded = indexResults(input.results);
  const tasks = ordered.map((task) => assessTask(task, { attempt: input.attempt, isMultiStep, isDryRun, result: findResult(recorded, task) }));
  return { tasks, isMultiStep, step: decide(input, { tasks, isMultiStep }), results: computeResults(tasks, recorded) };
}

interface Progress {
  readonly tasks: readonly TrackedTask[];
  readonly isMultiStep: boolean;
}

function decide(input: SyncInput, progress: Progress): SyncStep {
  const { tasks } = progress;
  if (input.isTerminating) return decideTermination(tasks);
  const invalid = describeInvalid(tasks, input);
  if (invalid !== undefined) return { kind: "finish", phase: "Failed", message: invalid };
  const shared = input.objects.find(({ sharedWith }) => sharedWith !== undefined);
  if (shared !== undefined && hasOption(input.options, "FailOnSharedResource=true")) {
    return { kind: "finish", phase: "Failed", message: `Shared resource found: ${shared.id} is part of application ${shared.sharedWith}` };
  }
  if (tasks.some(({ state, phase }) => state === "failed" && phase !== "SyncFail")) return decideFailure(tasks);
  return decideWave(input, progress);
}

function decideWave(input: SyncInput, { tasks, isMultiStep }: Progress): SyncStep {
  const main = tasks.filter(({ phase }) => phase !== "SyncFail");
  const first = main.find(({ state }) => state !== "succeeded");
  if (first === undefined)
    return { kind: "finish", phase: "Succeeded", message: tasks.length === 0 ? "successfully synced (no more tasks)" : "successfully synced (all tasks run)" };
  const wave = main.filter((task) => task.phase === first.phase && task.wave === first.wave);
  const pending = wave.filter(({ state }) => state === "pending");
  if (pending.length === 0) return { kind: "wait", message: describeWait(wave) };
  const unapproved = input.isApproved ? [] : pending.filter((task) => task.kind === "prune" && task.needsApproval === true);
  if (unapproved.length > 0) return { kind: "wait", message: `waiting for pruning confirmation of ${describeSome(unapproved)}: ${howToApprove}` };
  const validate = isMultiStep && input.results.length === 0 ? main.filter(needsValidation) : [];
  return { kind: "wave", ...(input.namespace === undefined ? {} : { namespace: input.namespace }), validate, tasks: pending };
}

/** Objects that exist were tried against the server when they were compared. */
function needsValidation(task: TrackedTask): boolean {
  return task.kind !== "prune" && task.state === "pending" && task.live === undefined && task.resource !== undefined;
}

/** Running hooks are waited for, then the SyncFail hooks have their turn. */
function decideFailure(tasks: readonly TrackedTask[]): SyncStep {
  const running = tasks.filter((task) => task.kind === "hook" && task.state === "running");
  if (running.length > 0) return { kind: "wait", message: describeWait(running) };
  const failHooks = tasks.filter((task) => task.phase === "SyncFail" && task.state === "pending");
  if (failHooks.length > 0) return { kind: "wave", validate: [], tasks: failHooks };
  const reasons = tasks.filter(({ state, phase }) => state === "failed" && phase !== "SyncFail").map((task) => describeFailed(task));
  const hookReasons = tasks.filter(({ state, phase }) => state === "failed" && phase === "SyncFail").map((task) => describeFailed(task));
  const message = `one or more objects failed to apply, reason: ${reasons.join(",")}`;
  return { kind: "finish", phase: "Failed", message: hookReasons.length === 0 ? message : `${message}\none or more SyncFail hooks failed, reason: ${hookReasons.join(",")}` };
}

function decideTermination(tasks: readonly TrackedTask[]): SyncStep {
  const hooks = tasks.filter((task) => task.kind === "hook" && task.state === "running" && task.live?.metadata.deletionTimestamp === undefined);
  return hooks.length > 0 ? { kind: "stop", hooks } : { kind: "finish", phase: "Failed", message: "Operation terminated" };
}

function describeInvalid(tasks: readonly TrackedTask[], { options }: SyncInput): string | undefined {
  const refused = tasks.flatMap((task) => (task.kind === "apply" && task.problem !== undefined && task.state !== "succeeded" ? [`${describe(task)}: ${task.problem}`] : []));
  const unnamed = tasks.filter((task) => task.key.name === "").map((task) => `${describe(task)}: it has neither a name nor a generateName`);
  const unknown = tasks.filter((task) => isUnknownKind(task, { tasks, options })).map((task) => `${describe(task)}: ${describeUnknownKind(task)}`);
  const all = [...refused, ...unnamed, ...unknown];
  return all.length === 0 ? undefined : `one or more synchronization tasks are not valid: ${all.join("; ")}`;
}

function isUnknownKind(task: TrackedTask, { tasks, options }: { readonly tasks: readonly SyncTask[]; readonly options: readonly string[] }): boolean {
  if (task.resource !== undefined || task.kind === "prune" || task.state === "succeeded") return false;
  return !isDefinedBy(tasks, task.key) && !hasObjectOption(task.desired.object, options, "SkipDryRunOnMissingResource=true");
}

function describeUnknownKind({ key }: TrackedTask): string {
  const name = key.group === "" ? key.kind : `${key.group}/${key.kind}`;
  return `The Kubernetes API could not find ${name} for requested resource ${key.namespace}/${key.name}. Make sure the "${key.kind}" CRD is installed on the destination cluster.`;
}

function describeWait(tasks: readonly TrackedTask[]): string {
  const running = tasks.filter(({ state }) => state === "running");
  const [first] = running;
  if (first === undefined) return "waiting";
  const subject = first.kind === "hook" ? "completion of hook" : first.kind === "prune" ? "deletion of" : "healthy state of";
  return `waiting for ${subject} ${describeSome(running)}`;
}

/** The first by name, the others by number. */
function describeSome(tasks: readonly TrackedTask[]): string {
  const [first] = tasks;
  if (first === undefined) return "nothing";
  const more = tasks.length - 1;
  return `${describe(first)}${more === 0 ? "" : ` and ${more} more ${first.kind === "hook" ? "hooks" : "resources"}`}`;
}

function describeFailed(task: TrackedTask): string {
  return `${describe(task)}: ${task.message}`;
}

function describe({ key }: SyncTask): string {
  return `${key.group}/${key.kind}/${key.name}`;
}
