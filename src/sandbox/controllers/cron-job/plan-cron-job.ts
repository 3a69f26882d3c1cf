import { getBoolean, getNumber, getRecord, getString, getStringMap, type JsonObject, type KubeObject } from "../../../kube/index.ts";
import { createControllerRef, formatTime, isConditionTrue, parseTime, toJson } from "../../machinery/index.ts";
import { computeNextRun } from "./schedule.ts";

export interface CronJobPlan {
  readonly create?: KubeObject;
  /** Jobs replaced by the new one, and finished ones beyond the history limits. */
  readonly delete: readonly KubeObject[];
  readonly status: JsonObject;
  readonly requeueAfterMs?: number;
}

export interface CronJobInput {
  readonly jobs: readonly KubeObject[];
  readonly nowMs: number;
}

/** Starts the newest due run (missed older ones are skipped) as `concurrencyPolicy` allows. Schedules are read as UTC; `timeZone` is not simulated. */
export function planCronJob(cronJob: KubeObject, input: CronJobInput): CronJobPlan {
  const { jobs, nowMs } = input;
  const active = jobs.filter((job) => !isFinished(job));
  const due = getBoolean(cronJob, "spec", "suspend") === true ? undefined : findDueRun(cronJob, nowMs);
  const policy = getString(cronJob, "spec", "concurrencyPolicy") ?? "Allow";
  const starts = due !== undefined && !(policy === "Forbid" && active.length > 0);
  const created = starts ? createJob(cronJob, due) : undefined;
  const replaced = starts && policy === "Replace" ? active : [];
  const next = computeNextRun(getString(cronJob, "spec", "schedule") ?? "", nowMs);
  return {
    ...(created === undefined ? {} : { create: created }),
    delete: [
      ...replaced,
      ...surplus(jobs, { kind: "Complete", keep: getNumber(cronJob, "spec", "successfulJobsHistoryLimit") ?? 3 }),
      ...surplus(jobs, { kind: "Failed", keep: getNumber(cronJob, "spec", "failedJobsHistoryLimit") ?? 1 }),
    ],
    status: computeStatus(cronJob, { active: active.filter((job) => !replaced.includes(job)), jobs, due: starts ? due : undefined }),
    ...(next === undefined ? {} : { requeueAfterMs: next - nowMs }),
  };
}

function findDueRun(cronJob: KubeObject, nowMs: number): number | undefined {
  const schedule = getString(cronJob, "spec", "schedule") ?? "";
  const last = parseTime(getString(cronJob, "status", "lastScheduleTime")) ?? parseTime(cronJob.metadata.creationTimestamp) ?? nowMs;
  const deadline = getNumber(cronJob, "spec", "startingDeadlineSeconds");
  let due: number | undefined;
  let from = deadline === undefined ? last : Math.max(last, nowMs - deadline * 1000);
  for (let run = computeNextRun(schedule, from); run !== undefined && run <= nowMs; run = computeNextRun(schedule, from)) {
    due = run;
    from = run;
  }
  return due;
}

function createJob(cronJob: KubeObject, runMs: number): KubeObject {
  const template = getRecord(cronJob, "spec", "jobTemplate");
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name: `${cronJob.metadata.name ?? ""}-${Math.floor(runMs / 60_000)}`,
      namespace: cronJob.metadata.namespace ?? "",
      labels: getStringMap(template, "metadata", "labels"),
      annotations: { ...getStringMap(template, "metadata", "annotations"), "batch.kubernetes.io/cronjob-scheduled-timestamp": formatTime(runMs) },
      ownerReferences: [createControllerRef(cronJob)],
    },
    spec: getRecord(template, "spec") ?? {},
  };
}

function isFinished(job: KubeObject): boolean {
  return isConditionTrue(job, "Complete") || isConditionTrue(job, "Failed");
}

function surplus(jobs: readonly KubeObject[], options: { readonly kind: "Complete" | "Failed"; readonly keep: number }): readonly KubeObject[] {
  const finished = jobs.filter((job) => isConditionTrue(job, options.kind) && job.metadata.deletionTimestamp === undefined);
  const oldestFirst = finished.toSorted((left, right) => (parseTime(left.metadata.creationTimestamp) ?? 0) - (parseTime(right.metadata.creationTimestamp) ?? 0));
  return oldestFirst.slice(0, Math.max(0, finished.length - options.keep));
}

function computeStatus(cronJob: KubeObject, input: { readonly active: readonly KubeObject[]; readonly jobs: readonly KubeObject[]; readonly due: number | undefined }): JsonObject {
  const completions = input.jobs.map((job) => getString(job, "status", "completionTime")).filter((time) => time !== undefined);
  const active = input.active.map((job) => ({ apiVersion: "batch/v1", kind: "Job", name: job.metadata.name, namespace: job.metadata.namespace, uid: job.metadata.uid }));
  return toJson({
    active: active.length === 0 ? undefined : active,
    lastScheduleTime: input.due === undefined ? getString(cronJob, "status", "lastScheduleTime") : formatTime(input.due),
    lastSuccessfulTime: completions.toSorted().at(-1) ?? getString(cronJob, "status", "lastSuccessfulTime"),
  });
}
