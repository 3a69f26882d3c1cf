import { getBoolean, getList, getNumber, getRecord, getString, type JsonObject, type KubeObject } from "../../../kube/index.ts";
import {
  type Condition,
  countRestarts,
  createControllerRef,
  formatTime,
  isConditionTrue,
  isPodActive,
  isPodReady,
  mergeConditions,
  parseTime,
  toJson,
} from "../../machinery/index.ts";
import { createPodFromTemplate } from "../replica-set/plan-replica-set.ts";

export interface JobPlan {
  readonly create: readonly KubeObject[];
  readonly delete: readonly KubeObject[];
  /** The job itself has outlived its `ttlSecondsAfterFinished`. */
  readonly expired: boolean;
  readonly status: JsonObject;
  readonly requeueAfterMs?: number;
}

export interface JobInput {
  readonly pods: readonly KubeObject[];
  readonly nowMs: number;
}

interface Tally {
  readonly active: readonly KubeObject[];
  readonly terminating: readonly KubeObject[];
  readonly succeeded: number;
  readonly failed: number;
  readonly startedMs: number;
}

interface Verdict {
  readonly kind: "Complete" | "Failed";
  readonly reason: string;
  readonly message: string;
}

const indexAnnotation = "batch.kubernetes.io/job-completion-index";

/**
 * What a Job does next. Pods are counted while they exist and never below what the status has counted before, so the `job-tracking` finalizer of the
 * real controller is not needed.
 */
export function planJob(job: KubeObject, input: JobInput): JobPlan {
  const tally = readTally(job, input);
  const finished = isConditionTrue(job, "Complete") || isConditionTrue(job, "Failed");
  if (job.metadata.deletionTimestamp !== undefined) return idle(job);
  if (finished) return planExpiry(job, input.nowMs);

  const suspended = getBoolean(job, "spec", "suspend") === true;
  const verdict = suspended ? undefined : judge(job, tally, input.nowMs);
  if (verdict !== undefined || suspended) {
    return { create: [], delete: tally.active, expired: false, status: computeStatus(job, { tally, verdict, nowMs: input.nowMs, suspended }) };
  }
  const change = planPods(job, tally, input);
  const deadline = getNumber(job, "spec", "activeDeadlineSeconds");
  const waits = [change.backoffMs, deadline === undefined ? undefined : tally.startedMs + deadline * 1000 - input.nowMs].filter((wait) => wait !== undefined);
  return {
    create: change.create,
    delete: change.delete,
    expired: false,
    status: computeStatus(job, { tally, verdict: undefined, nowMs: input.nowMs, suspended }),
    ...(waits.length === 0 ? {} : { requeueAfterMs: Math.max(0, Math.min(...waits)) }),
  };
}

function idle(job: KubeObject): JobPlan {
  return { create: [], delete: [], expired: false, status: toJson(getRecord(job, "status") ?? {}) };
}

function planExpiry(job: KubeObject, nowMs: number): JobPlan {
  const ttl = getNumber(job, "spec", "ttlSecondsAfterFinished");
  const done = getList(job, "status", "conditions").find((condition) => getString(condition, "type") === "Complete" || getString(condition, "type") === "Failed");
  const left = ttl === undefined ? undefined : (parseTime(getString(done, "lastTransitionTime")) ?? nowMs) + ttl * 1000 - nowMs;
  return { ...idle(job), expired: left !== undefined && left <= 0, ...(left === undefined || left <= 0 ? {} : { requeueAfterMs: left }) };
}

function readTally(job: KubeObject, { pods, nowMs }: JobInput): Tally {
  const count = (phase: string): number => pods.filter((pod) => getString(pod, "status", "phase") === phase).length;
  return {
    active: pods.filter(isPodActive),
    terminating: pods.filter((pod) => pod.metadata.deletionTimestamp !== undefined),
    succeeded: Math.max(count("Succeeded"), getNumber(job, "status", "succeeded") ?? 0),
    failed: Math.max(count("Failed"), getNumber(job, "status", "failed") ?? 0),
    startedMs: parseTime(getString(job, "status", "startTime")) ?? nowMs,
  };
}

function judge(job: KubeObject, tally: Tally, nowMs: number): Verdict | undefined {
  const limit = getNumber(job, "spec", "backoffLimit") ?? 6;
  const restarts = tally.active.reduce((sum, pod) => sum + countRestarts(pod), 0);
  const restarting = getString(job, "spec", "template", "spec", "restartPolicy") === "OnFailure";
  if (tally.failed > limit || (restarting && restarts > 0 && restarts >= limit)) {
    return { kind: "Failed", reason: "BackoffLimitExceeded", message: "Job has reached the specified backoff limit" };
  }
  const deadline = getNumber(job, "spec", "activeDeadlineSeconds");
  if (deadline !== undefined && tally.startedMs + deadline * 1000 <= nowMs) {
    return { kind: "Failed", reason: "DeadlineExceeded", message: "Job was active longer than specified deadline" };
  }
  const completions = getNumber(job, "spec", "completions");
  const complete = completions === undefined ? tally.succeeded > 0 && tally.active.length === 0 : tally.succeeded >= completions;
  return complete ? { kind: "Complete", reason: "CompletionsReached", message: "Reached expected number of succeeded pods" } : undefined;
}

function planPods(
  job: KubeObject,
  tally: Tally,
  { pods, nowMs }: JobInput,
): { readonly create: readonly KubeObject[]; readonly delete: readonly KubeObject[]; readonly backoffMs?: number } {
  const parallelism = getNumber(job, "spec", "parallelism") ?? 1;
  const completions = getNumber(job, "spec", "completions");
  const wanted = completions === undefined ? (tally.succeeded > 0 ? tally.active.length : parallelism) : Math.min(parallelism, completions - tally.succeeded);
  if (tally.active.length > wanted) return { create: [], delete: tally.active.slice(0, tally.active.length - wanted) };
  const missing = wanted - tally.active.length;
  const backoffMs = missing === 0 ? 0 : computeBackoff(pods, nowMs);
  if (missing === 0 || backoffMs > 0) return { create: [], delete: [], ...(backoffMs > 0 ? { backoffMs } : {}) };
  const indexed = getString(job, "spec", "completionMode") === "Indexed";
  const indexes = indexed ? freeIndexes(pods, completions ?? 0).slice(0, missing) : Array.from({ length: missing }, () => undefined);
  return { create: indexes.map((index) => createPod(job, index)), delete: [] };
}

/** After the n-th failure a new pod waits 10 s · 2ⁿ⁻¹, at most ten minutes. */
function computeBackoff(pods: readonly KubeObject[], nowMs: number): number {
  const ends = pods.filter((pod) => getString(pod, "status", "phase") === "Failed").map((pod) => endedMs(pod) ?? nowMs);
  return ends.length === 0 ? 0 : Math.max(0, Math.max(...ends) + Math.min(600_000, 10_000 * 2 ** (ends.length - 1)) - nowMs);
}

function endedMs(pod: KubeObject): number | undefined {
  const ends = getList(pod, "status", "containerStatuses").map((status) => parseTime(getString(status, "state", "terminated", "finishedAt")));
  const known = ends.filter((end) => end !== undefined);
  return known.length === 0 ? parseTime(pod.metadata.creationTimestamp) : Math.max(...known);
}

function freeIndexes(pods: readonly KubeObject[], completions: number): readonly number[] {
  const taken = new Set(pods.filter((pod) => getString(pod, "status", "phase") !== "Failed").map((pod) => pod.metadata.annotations?.[indexAnnotation]));
  return Array.from({ length: completions }, (_, index) => index).filter((index) => !taken.has(String(index)));
}

function createPod(job: KubeObject, index: number | undefined): KubeObject {
  const suffix = index === undefined ? "" : `${index}-`;
  const pod = createPodFromTemplate(getRecord(job, "spec", "template"), { generateName: `${job.metadata.name ?? ""}-${suffix}`, namespace: job.metadata.namespace ?? "" });
  const mark = index === undefined ? {} : { [indexAnnotation]: String(index) };
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      labels: { ...pod.metadata.labels, ...mark },
      ...(index === undefined ? {} : { annotations: { ...pod.metadata.annotations, ...mark } }),
      ownerReferences: [createControllerRef(job)],
    },
  };
}

interface StatusInput {
  readonly tally: Tally;
  readonly verdict: Verdict | undefined;
  readonly nowMs: number;
  readonly suspended: boolean;
}

function computeStatus(job: KubeObject, { tally, verdict, nowMs, suspended }: StatusInput): JsonObject {
  const now = formatTime(nowMs);
  const gone = verdict !== undefined || suspended;
  const ended = verdict !== undefined && tally.active.length + tally.terminating.length === 0;
  const conditions = mergeConditions(getList(job, "status", "conditions"), stamp(computeConditions(job, { verdict, ended, suspended }), now));
  const startTime = getString(job, "status", "startTime") ?? (suspended ? undefined : now);
  return toJson({
    startTime,
    completionTime: ended && verdict.kind === "Complete" ? now : undefined,
    active: nonZero(gone ? 0 : tally.active.length),
    ready: gone ? 0 : tally.active.filter(isPodReady).length,
    succeeded: nonZero(tally.succeeded),
    failed: nonZero(tally.failed + (verdict?.kind === "Failed" ? tally.active.length : 0)),
    terminating: tally.terminating.length + (gone ? tally.active.length : 0),
    uncountedTerminatedPods: {},
    conditions: conditions.length === 0 ? undefined : conditions,
  });
}

function computeConditions(job: KubeObject, input: { readonly verdict: Verdict | undefined; readonly ended: boolean; readonly suspended: boolean }): readonly Condition[] {
  const { verdict, ended, suspended } = input;
  if (suspended) return [{ type: "Suspended", status: "True", reason: "JobSuspended", message: "Job suspended" }];
  const resumed: readonly Condition[] = isConditionTrue(job, "Suspended") ? [{ type: "Suspended", status: "False", reason: "JobResumed", message: "Job resumed" }] : [];
  if (verdict === undefined) return resumed;
  const { kind, reason, message } = verdict;
  const target = kind === "Complete" ? "SuccessCriteriaMet" : "FailureTarget";
  return [...resumed, ...(ended ? [target, kind] : [target]).map((type): Condition => ({ type, status: "True", reason, message }))];
}

function stamp(conditions: readonly Condition[], now: string): readonly Condition[] {
  return conditions.map((condition) => ({ ...condition, lastProbeTime: now, lastTransitionTime: now }));
}

function nonZero(count: number): number | undefined {
  return count === 0 ? undefined : count;
}
