import { type KubeObject, getBoolean, getField, getList, getNumber, getString, getStringMap } from "../../../kube/index.ts";
import { type Column, ageColumn, nameColumn } from "./column.ts";
import { age, formatDuration } from "./durations.ts";
import { containerNames, countColumn, formatSelector, images, textColumn, wide } from "./cells.ts";
import { podColumns } from "./pod-columns.ts";

const podTemplate = ["spec", "template", "spec"];

function templateColumns(selector: Column["cell"]): readonly Column[] {
  return [
    wide(textColumn("Containers", (object) => containerNames(getField(object, ...podTemplate)))),
    wide(textColumn("Images", (object) => images(getField(object, ...podTemplate)))),
    wide(textColumn("Selector", selector)),
  ];
}

const labelSelector: Column["cell"] = (object) => formatSelector(getField(object, "spec", "selector"));

export const workloadColumns: Readonly<Record<string, readonly Column[]>> = {
  "/pods": podColumns,
  "apps/deployments": [
    nameColumn,
    textColumn("Ready", (object) => `${getNumber(object, "status", "readyReplicas") ?? 0}/${getNumber(object, "spec", "replicas") ?? 0}`),
    textColumn("Up-to-date", (object) => String(getNumber(object, "status", "updatedReplicas") ?? 0)),
    textColumn("Available", (object) => String(getNumber(object, "status", "availableReplicas") ?? 0)),
    ageColumn,
    ...templateColumns(labelSelector),
  ],
  "apps/replicasets": [nameColumn, ...replicaColumns(), ageColumn, ...templateColumns(labelSelector)],
  "/replicationcontrollers": [nameColumn, ...replicaColumns(), ageColumn, ...templateColumns((object) => joinPairs(getStringMap(object, "spec", "selector")))],
  "apps/statefulsets": [
    nameColumn,
    textColumn("Ready", (object) => `${getNumber(object, "status", "readyReplicas") ?? 0}/${getNumber(object, "spec", "replicas") ?? 0}`),
    ageColumn,
    ...templateColumns(labelSelector).slice(0, 2),
  ],
  "apps/daemonsets": [
    nameColumn,
    countColumn("Desired", "status", "desiredNumberScheduled"),
    countColumn("Current", "status", "currentNumberScheduled"),
    countColumn("Ready", "status", "numberReady"),
    countColumn("Up-to-date", "status", "updatedNumberScheduled"),
    countColumn("Available", "status", "numberAvailable"),
    textColumn("Node Selector", (object) => joinPairs(getStringMap(object, ...podTemplate, "nodeSelector"))),
    ageColumn,
    ...templateColumns(labelSelector),
  ],
  "batch/jobs": [
    nameColumn,
    textColumn("Status", jobStatus),
    textColumn("Completions", completions),
    textColumn("Duration", jobDuration),
    ageColumn,
    ...templateColumns(labelSelector),
  ],
  "batch/cronjobs": [
    nameColumn,
    textColumn("Schedule", (object) => getString(object, "spec", "schedule")),
    textColumn("Timezone", (object) => getString(object, "spec", "timeZone") ?? "<none>"),
    textColumn("Suspend", (object) => (getBoolean(object, "spec", "suspend") === true ? "True" : "False")),
    { name: "Active", type: "integer", cell: (object) => getList(object, "status", "active").length },
    textColumn("Last Schedule", (object, now) => {
      const last = getString(object, "status", "lastScheduleTime");
      return last === undefined ? "<none>" : age(last, now);
    }),
    ageColumn,
    wide(textColumn("Containers", (object) => containerNames(getField(object, "spec", "jobTemplate", ...podTemplate)))),
    wide(textColumn("Images", (object) => images(getField(object, "spec", "jobTemplate", ...podTemplate)))),
    wide(textColumn("Selector", (object) => formatSelector(getField(object, "spec", "jobTemplate", "spec", "selector")))),
  ],
  "apps/controllerrevisions": [
    nameColumn,
    textColumn("Controller", (object) => {
      const owner = object.metadata.ownerReferences?.find((one) => one.controller === true);
      return owner === undefined ? "<none>" : `${owner.kind.toLowerCase()}${owner.apiVersion.includes("/") ? `.${owner.apiVersion.split("/")[0]}` : ""}/${owner.name}`;
    }),
    textColumn("Revision", (object) => String(getNumber(object, "revision") ?? 0)),
    ageColumn,
  ],
};

function replicaColumns(): readonly Column[] {
  return [countColumn("Desired", "spec", "replicas"), countColumn("Current", "status", "replicas"), countColumn("Ready", "status", "readyReplicas")];
}

function joinPairs(map: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(map).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? "<none>" : pairs.sort().join(",");
}

function jobStatus(object: KubeObject): string {
  const conditions = getList(object, "status", "conditions").filter((condition) => getString(condition, "status") === "True");
  const types = conditions.map((condition) => getString(condition, "type"));
  if (types.includes("Complete")) return "Complete";
  if (types.includes("Failed")) return "Failed";
  if (object.metadata.deletionTimestamp !== undefined) return "Terminating";
  if (types.includes("Suspended")) return "Suspended";
  if (types.includes("FailureTarget")) return "FailureTarget";
  return types.includes("SuccessCriteriaMet") ? "SuccessCriteriaMet" : "Running";
}

function completions(object: KubeObject): string {
  const succeeded = getNumber(object, "status", "succeeded") ?? 0;
  const wanted = getNumber(object, "spec", "completions");
  const parallelism = getNumber(object, "spec", "parallelism") ?? 0;
  if (wanted !== undefined) return `${succeeded}/${wanted}`;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function jobDuration(object: KubeObject, now: number): string {
  const start = Date.parse(getString(object, "status", "startTime") ?? "");
  if (Number.isNaN(start)) return "";
  const end = Date.parse(getString(object, "status", "completionTime") ?? "");
  return formatDuration((Number.isNaN(end) ? now : end) - start);
}
