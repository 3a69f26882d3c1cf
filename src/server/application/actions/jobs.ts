import { getField, getList, getRecord, getString, getStringMap, type JsonObject, type KubeObject } from "../../../kube/index.ts";
import { toJson } from "../to-json.ts";
import { patch, type Action, type ActionStep, type ActionTable } from "./action.ts";

const ends = new Set(["Complete", "Failed", "FailureTarget", "SuccessCriteriaMet"]);

const hasEnded = (job: KubeObject): boolean =>
  getList(job, "status", "conditions").some((condition) => ends.has(getString(condition, "type") ?? "") && getString(condition, "status") === "True");
const isSuspended = (object: KubeObject): boolean => getField(object, "spec", "suspend") === true;

const suspend: Action = { name: "suspend", plan: () => patch({ spec: { suspend: true } }) };
const resume: Action = { name: "resume", plan: () => patch({ spec: { suspend: false } }) };

export const jobActions: ActionTable = {
  "batch/CronJob": [
    { name: "create-job", displayName: "Create Job", plan: (cronJob, { now }) => createJob(cronJob, now) },
    { ...resume, isOffered: isSuspended },
    { ...suspend, isOffered: (cronJob) => !isSuspended(cronJob) },
  ],
  "batch/Job": [
    { ...resume, isOffered: (job) => !hasEnded(job) && isSuspended(job) },
    { ...suspend, isOffered: (job) => !hasEnded(job) && !isSuspended(job) },
    { name: "terminate", isOffered: (job) => !hasEnded(job) && job["status"] !== undefined, plan: terminate },
  ],
};

/** As `kubectl create job --from` makes it. */
function createJob(cronJob: KubeObject, now: string): readonly ActionStep[] {
  const { name = "", namespace = "", uid = "" } = cronJob.metadata;
  const minute = now.replaceAll(/\D/g, "").slice(0, 12);
  const template = toJson(getRecord(cronJob, "spec", "jobTemplate", "spec") ?? {});
  const object: KubeObject = {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name: `${name}-${minute}`,
      namespace,
      labels: getStringMap(cronJob, "spec", "jobTemplate", "metadata", "labels"),
      annotations: { ...getStringMap(cronJob, "spec", "jobTemplate", "metadata", "annotations"), "cronjob.kubernetes.io/instantiate": "manual" },
      ownerReferences: [{ apiVersion: cronJob.apiVersion, kind: cronJob.kind, name, uid }],
    },
    spec: template,
  };
  return [{ kind: "create", object }];
}

/** The Job controller takes a failure target for the end: it stops the pods and marks the Job as failed. */
function terminate(job: KubeObject, { now }: { readonly now: string }): readonly ActionStep[] {
  const conditions: JsonObject[] = getList(job, "status", "conditions").flatMap((condition) => (typeof condition === "object" && condition !== null ? [toJson(condition)] : []));
  const end = { type: "FailureTarget", status: "True", reason: "ManuallyTerminated", message: "Job was terminated explicitly through Argo CD", lastTransitionTime: now };
  return patch({ status: { conditions: [...conditions, end] } }, "status");
}
