import type { OperationPhase, ResourceResult, ResultCode } from "../api/index.ts";
import { formatKey, gvkOf } from "../kube/index.ts";
import type { SyncTask, TaskState, TrackedTask } from "./task.ts";

/** What happened when a task was carried out. */
export interface TaskOutcome {
  readonly task: SyncTask;
  readonly status: ResultCode;
  readonly message: string;
}

const hookPhases: Readonly<Record<TaskState, OperationPhase>> = { pending: "Running", running: "Running", succeeded: "Succeeded", failed: "Failed" };

/** What an operation recorded, by task. */
export type ResultIndex = ReadonlyMap<string, ResourceResult>;

export function indexResults(results: readonly ResourceResult[]): ResultIndex {
  return new Map(results.map((result) => [formatResultKey(result), result]));
}

export function findResult(results: ResultIndex, { key, phase }: SyncTask): ResourceResult | undefined {
  return results.get(formatResultKey({ ...key, syncPhase: phase }));
}

/** The results of all tasks that have begun, in the order of the tasks; results of tasks that are gone (pruned objects) stay at the end. */
export function computeResults(tasks: readonly TrackedTask[], recorded: ResultIndex): ResourceResult[] {
  const begun = tasks.filter(({ state }) => state !== "pending").map((task) => toResult(task, findResult(recorded, task)));
  const present = new Set(tasks.map((task) => formatResultKey({ ...task.key, syncPhase: task.phase })));
  const gone = [...recorded].filter(([key]) => !present.has(key)).map(([, result]) => result);
  return [...begun, ...gone.map((result): ResourceResult => (result.status === "Pruned" ? { ...result, hookPhase: "Succeeded" } : result))];
}

/** The recorded results, with what a wave did. */
export function addOutcomes(recorded: readonly ResourceResult[], outcomes: readonly TaskOutcome[]): ResourceResult[] {
  const changed = outcomes.map(({ task, status, message }): ResourceResult => ({ ...identify(task), status, message, hookPhase: status === "SyncFailed" ? "Failed" : "Running" }));
  return [...indexResults([...recorded, ...changed]).values()];
}

function toResult(task: TrackedTask, recorded: ResourceResult | undefined): ResourceResult {
  const status = recorded?.status ?? (task.kind === "prune" ? (task.skipped === undefined ? "Pruned" : "PruneSkipped") : "Synced");
  return { ...identify(task), status, message: task.message, hookPhase: hookPhases[task.state] };
}

function identify(task: SyncTask): ResourceResult {
  const { group, kind, namespace, name } = task.key;
  const { version } = gvkOf(task.kind === "prune" ? task.live : task.desired.object);
  return { group, version, kind, namespace, name, syncPhase: task.phase, ...(task.kind === "hook" ? { hookType: task.hookType } : {}) };
}

function formatResultKey({ group, kind, namespace, name, syncPhase = "Sync" }: Pick<ResourceResult, "group" | "kind" | "namespace" | "name" | "syncPhase">): string {
  return `${syncPhase}:${formatKey({ group, kind, namespace, name })}`;
}
