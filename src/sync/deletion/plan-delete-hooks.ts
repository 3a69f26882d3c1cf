import type { HealthStatus, HookType } from "../../api/index.ts";
import { assessObject } from "../../health/index.ts";
import type { OwnedObject } from "../../inventory/index.ts";
import { formatKey, type KubeObject, keyOf } from "../../kube/index.ts";
import { belongsToAttempt } from "../attempt.ts";
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
  | { readonly state: "outdated"; readonly live: OwnedObject }
  | FailedHook
);

interface FailedHook {
  readonly state: "failed";
  readonly desired: DesiredObject;
  readonly live: OwnedObject;
  readonly message: string;
}

const healthy: HealthStatus = { status: "Healthy" };
const shortestRetryMs = 10_000;
const longestRetryMs = 180_000;

/**
 * The next step with the hooks of a deletion, from what is live: wave by wave, each hook once, a failed one again after a while. Planning again after a crash
 * gives the same step.
 */
export function planDeleteHooks(input: DeleteHooksInput): DeleteHooksStep {
  const live = new Map(input.live.map((owned) => [formatKey(keyOf(owned.object)), owned]));
  const unfinished = selectHooks(input)
    .map((desired) => track(desired, live.get(desired.id), input))
    .filter(({ state }) => state !== "succeeded");
  const failed = unfinished.filter((hook) => hook.state === "failed");
  if (failed.length > 0) return decideFailure(failed, input);
  const [first] = unfinished;
  if (first === undefined) return { kind: "done" };
  const wave = unfinished.filter(({ desired }) => waveOf(desired.object) === waveOf(first.desired.object));
  const outdated = wave.filter((hook) => hook.state === "outdated");
  if (outdated.length > 0) return { kind: "clear", objects: outdated.map((hook) => hook.live) };
  const missing = wave.filter(({ state }) => state === "missing").map(({ desired }) => desired);
  return missing.length > 0 ? { kind: "create", hooks: missing } : { kind: "wait" };
}

/** In the order in which they run, named and marked as belonging to this deletion. */
function selectHooks({ type, hooks, uid, deletedAt }: DeleteHooksInput): DesiredObject[] {
  const suffix = `${type.toLowerCase()}-${Math.floor(Date.parse(deletedAt) / 1000)}`;
  return hooks
    .filter(({ object }) => isDeleteHook(object, type))
    .map((hook) => nameHook(hook, { suffix, attempt: attemptOf(uid) }))
    .toSorted((a, b) => waveOf(a.object) - waveOf(b.object) || kindOrder(a.key.kind) - kindOrder(b.key.kind));
}

export function isDeleteHook(object: KubeObject, type: DeleteHookType): boolean {
  const role = getHookRole(object);
  return role.kind === "hook" && role.types.includes(type);
}

function track(desired: DesiredObject, live: OwnedObject | undefined, { uid }: DeleteHooksInput): Tracked {
  if (live === undefined) return { desired, state: "missing" };
  if (!belongsToAttempt(live.object, attemptOf(uid))) return { desired, live, state: "outdated" };
  const { status, message = "it is degraded" } = assessObject(live.object) ?? healthy;
  if (status === "Degraded" || status === "Unknown") return { desired, live, state: "failed", message };
  return { desired, state: status === "Healthy" ? "succeeded" : "running" };
}

function attemptOf(uid: string): string {
  return `deletion of ${uid}`;
}

/** A failed hook stays for people to look at. The longer the deletion had lasted when it was tried, the longer the wait for the next try, so that the waits double. */
function decideFailure(failed: readonly FailedHook[], { type, deletedAt, nowMs }: DeleteHooksInput): DeleteHooksStep {
  const dueMs = Math.max(...failed.map(({ live }) => retryDueMs(Date.parse(live.object.metadata.creationTimestamp ?? deletedAt), Date.parse(deletedAt))));
  if (nowMs >= dueMs) return { kind: "clear", objects: failed.map(({ live }) => live) };
  const reasons = failed.map(({ desired: { key }, message }) => `${key.group}/${key.kind}/${key.name}: ${message}`);
  const when = new Date(dueMs).toISOString();
  return { kind: "failed", message: `one or more ${type} hooks failed, to be tried again at ${when}, reason: ${reasons.join(", ")}`, retryInMs: dueMs - nowMs };
}

function retryDueMs(triedMs: number, deletedMs: number): number {
  return triedMs + Math.min(Math.max(triedMs - deletedMs, shortestRetryMs), longestRetryMs);
}
