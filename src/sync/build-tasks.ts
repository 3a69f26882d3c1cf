import type { SyncPhase, SyncResource } from "../api/index.ts";
import { getString, type ObjectKey } from "../kube/index.ts";
import type { DesiredObject } from "./desired.ts";
import { getHookRole, getSyncPhases } from "./hook.ts";
import { nameHook } from "./name-hook.ts";
import { mirrorPruneWaves, orderTasks } from "./order-tasks.ts";
import { hasObjectOption } from "./sync-options.ts";
import type { ApplyTask, ComparedObject, HookTask, PruneTask, SyncInput, SyncTask } from "./task.ts";
import { waveOf } from "./wave.ts";

/** All tasks of an operation, in order. */
export function buildTasks(input: SyncInput): SyncTask[] {
  const selected = input.objects.filter(({ key }) => isSelected(key, input.sync.resources));
  const applies = selected.flatMap((object) => buildApply(object, input) ?? []);
  const hooks = runsHooks(input) ? input.hooks.flatMap((hook) => buildHooks(hook, input)) : [];
  const prunes = selected.flatMap((object) => buildPrune(object, input) ?? []);
  const isLast = (task: PruneTask) => hasObjectOption(task.live, input.options, "PruneLast=true");
  return orderTasks([...applies, ...hooks, ...mirrorPruneWaves(prunes, isLast, [...applies, ...hooks])]);
}

/** Hooks run in a full sync with the default strategy only. */
function runsHooks({ sync }: Pick<SyncInput, "sync">): boolean {
  return sync.syncStrategy?.apply === undefined && (sync.resources ?? []).length === 0 && sync.dryRun !== true;
}

function isSelected(key: ObjectKey, resources: readonly SyncResource[] = []): boolean {
  if (resources.length === 0) return true;
  return resources.some(
    ({ group = "", kind, name, namespace }) => group === key.group && kind === key.kind && name === key.name && (namespace === undefined || namespace === key.namespace),
  );
}

function buildApply(object: ComparedObject, { sync, options }: SyncInput): ApplyTask | undefined {
  const { id, key, resource, desired, live, problem, sharedWith } = object;
  if (desired === undefined || sharedWith !== undefined) return undefined;
  const wants = (option: string) => hasObjectOption(desired.object, options, option) || (live !== undefined && hasObjectOption(live, [], option));
  const isForced = wants("Force=true") || sync.syncStrategy?.hook?.force === true || sync.syncStrategy?.apply?.force === true;
  const replaces = wants("Replace=true");
  return {
    kind: "apply",
    id,
    key,
    resource,
    phase: "Sync",
    wave: waveOf(desired.object),
    desired,
    ...(live === undefined ? {} : { live }),
    isEqual: object.status === "Synced" && !replaces && !isForced,
    mode: isForced ? "recreate" : replaces ? "replace" : "apply",
    ...(problem === undefined ? {} : { problem }),
  };
}

function buildPrune(object: ComparedObject, { sync, options }: SyncInput): PruneTask | undefined {
  const { id, key, resource, desired, live } = object;
  if (desired !== undefined || live === undefined) return undefined;
  const isProtected = hasObjectOption(live, options, "Prune=false");
  const skipped = isProtected ? "ignored (no prune)" : sync.prune === true ? undefined : "ignored (requires pruning)";
  const needsApproval = skipped === undefined && sync.dryRun !== true && hasObjectOption(live, options, "Prune=confirm");
  const common = { id, key, resource, phase: "Sync", wave: waveOf(live), live } as const;
  return { kind: "prune", ...common, ...(skipped === undefined ? {} : { skipped }), ...(needsApproval ? { needsApproval } : {}) };
}

function buildHooks(hook: DesiredObject, input: SyncInput): HookTask[] {
  const role = getHookRole(hook.object);
  if (role.kind !== "hook") return [];
  return getSyncPhases(role.types).map((phase) => {
    const desired = nameHook(hook, { suffix: suffixOf(phase, input), attempt: input.attempt });
    const live = input.liveHooks.get(desired.id);
    const { id, key, resource } = desired;
    return { kind: "hook", id, key, resource, phase, wave: waveOf(hook.object), hookType: phase, desired, ...(live === undefined ? {} : { live }) };
  });
}

/** For a hook without a name of its own: the same each time this operation is planned. */
function suffixOf(phase: SyncPhase, { revision, startedAt }: SyncInput): string {
  const short = revision.length >= 8 ? revision.slice(0, 7) : revision;
  return `${short}-${phase.toLowerCase()}-${Math.floor(Date.parse(startedAt) / 1000)}`;
}

/** Whether the operation itself defines the kind, so that the cluster need not know it yet. */
export function isDefinedBy(tasks: readonly SyncTask[], key: ObjectKey): boolean {
  return tasks.some(
    (task) =>
      task.kind === "apply" &&
      task.key.kind === "CustomResourceDefinition" &&
      getString(task.desired.object, "spec", "group") === key.group &&
      getString(task.desired.object, "spec", "names", "kind") === key.kind,
  );
}
