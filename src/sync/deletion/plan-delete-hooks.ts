import type { HealthStatus, HookType } from "../../api/index.ts";
import { assessObject } from "../../health/index.ts";
import type { OwnedObject } from "../../inventory/index.ts";
import { formatKey, getStringMap, type KubeObject, keyOf } from "../../kube/index.ts";
import { operationAnnotation } from "../attempt.ts";
import type { DesiredObject } from "../desired.ts";
import { getHookRole } from "../hook.ts";
import { kindOrder } from "../kind-order.ts";
import { nameHook } from "../name-hook.ts";
import { waveOf } from "../wave.ts";

export type DeleteHookType = Extract<HookType, "PreDelete" | "PostDelete">;

export interface DeleteHooksInput {
  readonly type: DeleteHookType;
  /** Of the application's manifests, as they are now; of any type. */
  readonly hooks: readonly DesiredObject[];
  /** Live hook objects of the application. */
  readonly live: readonly OwnedObject[];
  /** Whose deletion it is: an Application is deleted once. */
  readonly uid: string;
  /** When the Application was deleted, RFC 3339. */
  readonly deletedAt: string;
  readonly nowMs: number;
}

export type DeleteHooksStep =
  | { readonly kind: "done" }
  | { readonly kind: "create"; readonly hooks: readonly DesiredObject[] }
  /** Out of the way: hooks of an earlier time, or failed ones that are due for another try. */
  | { readonly kind: "clear"; readonly objects: readonly OwnedObject[] }
  | { readonly kind: "wait" }
  | { readonly kind: "failed"; readonly message: string; readonly retryInMs: number };

type Tracked = { readonly desired: DesiredObject } & (
  | { readonly state: "missing" | "running" | "succeeded" }
  /** Left from another time, or failed and due for another try. */
  | { readonly state: "obsolete"; readonly live: OwnedObject }
  | FailedHook
);

interface FailedHook {
  readonly state: "failed";
  readonly desired: DesiredObject;
  readonly message: string;
  readonly dueMs: number;
}

const healthy: HealthStatus = { status: "Healthy" };
const shortestRetryMs = 10_000;
const longestRetryMs = 180_000;

/**
 * The next step with the hooks of a deletion, from what is live: wave by wave, each hook once, a failed one again after a while or when it was changed.
 * Planning again after a crash gives the same step.
 */
export function planDeleteHooks(input: DeleteHooksInput): DeleteHooksStep {
  const live = new Map(input.live.map((owned) => [formatKey(keyOf(owned.object)), owned]));
  const unfinished = selectHooks(input)
    .map((desired) => track(desired, live.get(desired.id), input))
    .filter(({ state }) => state !== "succeeded");
  const [first] = unfinished;
  if (first === undefined) return { kind: "done" };
  const wave = unfinished.filter(({ desired }) => waveOf(desired.object) === waveOf(first.desired.object));
  const obsolete = wave.filter((hook) => hook.state === "obsolete");
  if (obsolete.length > 0) return { kind: "clear", objects: obsolete.map((hook) => hook.live) };
  const missing = wave.filter(({ state }) => state === "missing").map(({ desired }) => desired);
  if (missing.length > 0) return { kind: "create", hooks: missing };
  const failed = wave.filter((hook) => hook.state === "failed");
  return failed.length > 0 ? describeFailure(failed, input) : { kind: "wait" };
}

/** In the order in which they run, named and marked as belonging to this deletion. */
function selectHooks(input: DeleteHooksInput): DesiredObject[] {
  const { type, hooks, deletedAt } = input;
  const suffix = `${type.toLowerCase()}-${Math.floor(Date.parse(deletedAt) / 1000)}`;
  return hooks
    .filter(({ object }) => isDeleteHook(object, type))
    .map((hook) => nameHook(hook, { suffix, attempt: `${formatDeletion(input)}${hook.hash.slice(0, 12)}` }))
    .toSorted((a, b) => waveOf(a.object) - waveOf(b.object) || kindOrder(a.key.kind) - kindOrder(b.key.kind));
}

export function isDeleteHook(object: KubeObject, type: DeleteHookType): boolean {
  const role = getHookRole(object);
  return role.kind === "hook" && role.types.includes(type);
}

function track(desired: DesiredObject, live: OwnedObject | undefined, input: DeleteHooksInput): Tracked {
  if (live === undefined) return { desired, state: "missing" };
  const mark = readMark(live.object);
  if (!mark.startsWith(formatDeletion(input))) return { desired, live, state: "obsolete" };
  const { status, message = "it is degraded" } = assessObject(live.object) ?? healthy;
  if (status !== "Degraded" && status !== "Unknown") return { desired, state: status === "Healthy" ? "succeeded" : "running" };
  const dueMs = retryDueMs(live.object, input);
  return mark !== readMark(desired.object) || input.nowMs >= dueMs ? { desired, live, state: "obsolete" } : { desired, state: "failed", message, dueMs };
}

/** The beginning of the mark of hooks that were made for this deletion; what they were made from follows. */
function formatDeletion({ type, uid }: DeleteHooksInput): string {
  return `${type} of ${uid} from `;
}

function readMark(object: KubeObject): string {
  return getStringMap(object, "metadata", "annotations")[operationAnnotation] ?? "";
}

/** A failed hook stays for people to look at. The longer the deletion had lasted when it was tried, the longer the wait for the next try, so that the waits double. */
function retryDueMs({ metadata }: KubeObject, { deletedAt }: DeleteHooksInput): number {
  const [triedMs, deletedMs] = [Date.parse(metadata.creationTimestamp ?? deletedAt), Date.parse(deletedAt)];
  return triedMs + Math.min(Math.max(triedMs - deletedMs, shortestRetryMs), longestRetryMs);
}

function describeFailure(failed: readonly FailedHook[], { type, nowMs }: DeleteHooksInput): DeleteHooksStep {
  const dueMs = Math.min(...failed.map((hook) => hook.dueMs));
  const reasons = failed.map(({ desired: { key }, message }) => `${key.group}/${key.kind}/${key.name}: ${message}`);
  const when = new Date(dueMs).toISOString();
  return { kind: "failed", message: `one or more ${type} hooks failed, to be tried again at ${when}, reason: ${reasons.join(", ")}`, retryInMs: dueMs - nowMs };
}
