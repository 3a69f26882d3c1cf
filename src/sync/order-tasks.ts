import { getString } from "../kube/index.ts";
import { kindOrder } from "./kind-order.ts";
import type { PruneTask, SyncTask } from "./task.ts";

const phases = ["PreSync", "Sync", "PostSync", "SyncFail"];

/** The order in which tasks run: phase, wave, kind, name; a Namespace or CRD moves in front of its first user and takes over its phase and wave. */
export function orderTasks(tasks: readonly SyncTask[]): SyncTask[] {
  const sorted = tasks.toSorted(compareTasks);
  moveAhead(sorted, (task) => (task.key.kind === "Namespace" && task.key.group === "" ? (other) => other.key.namespace === task.key.name : undefined));
  moveAhead(sorted, (task) => {
    if (task.key.kind !== "CustomResourceDefinition" || task.kind === "prune") return undefined;
    const { object } = task.desired;
    const group = getString(object, "spec", "group");
    const kind = getString(object, "spec", "names", "kind");
    return (other) => other.key.group === group && other.key.kind === kind;
  });
  return sorted;
}

/** Prunes run in reverse: the waves that contain prunes are swapped, first with last. With `isLast`, a prune comes after every other wave. */
export function mirrorPruneWaves(prunes: readonly PruneTask[], isLast: (task: PruneTask) => boolean, others: readonly SyncTask[]): PruneTask[] {
  const waves = [...new Set(prunes.map(({ wave }) => wave))].toSorted((a, b) => a - b);
  const mirrored = prunes.map((task) => ({ ...task, wave: waves.at(-1 - waves.indexOf(task.wave)) ?? task.wave }));
  const lastWave = Math.max(0, ...[...others, ...mirrored].filter(({ phase }) => phase === "Sync").map(({ wave }) => wave)) + 1;
  return mirrored.map((task) => (isLast(task) ? { ...task, wave: lastWave } : task));
}

function compareTasks(a: SyncTask, b: SyncTask): number {
  return (
    phases.indexOf(a.phase) - phases.indexOf(b.phase) ||
    a.wave - b.wave ||
    kindOrder(a.key.kind) - kindOrder(b.key.kind) ||
    compareText(a.key.name, b.key.name) ||
    compareText(a.id, b.id)
  );
}

/** Moves each task that `usersOf` knows about in front of the first task that uses it, in place. */
function moveAhead(tasks: SyncTask[], usersOf: (task: SyncTask) => ((other: SyncTask) => boolean) | undefined): void {
  for (const [index, task] of tasks.entries()) {
    const isUser = task.kind === "prune" ? undefined : usersOf(task);
    const first = isUser === undefined ? -1 : tasks.findIndex((other) => other.kind !== "prune" && isUser(other));
    const user = tasks[first];
    if (user === undefined || first >= index) continue;
    tasks.splice(index, 1);
    tasks.splice(first, 0, { ...task, phase: user.phase, wave: user.wave });
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
