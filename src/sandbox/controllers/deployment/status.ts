import { getBoolean, getField, getList, getNumber, getString, isRecord, type JsonObject } from "../../../kube/index.ts";
import { type Condition, formatTime, getCondition, mergeConditions, parseTime, toJson } from "../../machinery/index.ts";
import { type Rollout, sumOf } from "./rollout.ts";

export interface StatusInput {
  readonly nowMs: number;
  /** Name of the ReplicaSet this step creates. */
  readonly created?: string;
}

interface Counts {
  readonly replicas: number;
  readonly updated: number;
  readonly ready: number;
  readonly available: number;
}

/** The status of a Deployment, from the statuses of its ReplicaSets; and when the progress deadline is due. */
export function computeDeploymentStatus(rollout: Rollout, input: StatusInput): { readonly status: JsonObject; readonly requeueAfterMs?: number } {
  const { deployment } = rollout;
  const counts = countReplicas(rollout);
  const progressing = computeProgressing(rollout, counts, input);
  const terminating = sumOf(rollout.all, (view) => getNumber(view.object, "status", "terminatingReplicas") ?? 0);
  const failure = rollout.all.map((view) => getCondition(view.object, "ReplicaFailure")).find((condition) => condition !== undefined);
  const kept = getList(deployment, "status", "conditions").filter((entry) => failure !== undefined || getString(entry, "type") !== "ReplicaFailure");
  const wanted = [computeAvailable(rollout, counts), ...(progressing === undefined ? [] : [progressing]), ...(failure === undefined ? [] : [readFailure(failure)])];
  const status = toJson({
    observedGeneration: deployment.metadata.generation,
    replicas: nonZero(counts.replicas),
    updatedReplicas: nonZero(counts.updated),
    readyReplicas: nonZero(counts.ready),
    availableReplicas: nonZero(counts.available),
    unavailableReplicas: nonZero(Math.max(0, sumOf(rollout.all, (view) => view.replicas) - counts.available)),
    terminatingReplicas: terminating,
    conditions: mergeConditions(kept, stampUpdates(kept, wanted, input.nowMs)),
  });
  const requeueAfterMs = computeDeadlineInMs(rollout, progressing, input.nowMs);
  return { status, ...(requeueAfterMs === undefined ? {} : { requeueAfterMs }) };
}

function nonZero(count: number): number | undefined {
  return count === 0 ? undefined : count;
}

function countReplicas(rollout: Rollout): Counts {
  const { all, current } = rollout;
  return {
    replicas: sumOf(all, (view) => view.created),
    updated: current?.created ?? 0,
    ready: sumOf(all, (view) => getNumber(view.object, "status", "readyReplicas") ?? 0),
    available: sumOf(all, (view) => view.available),
  };
}

function computeAvailable(rollout: Rollout, counts: Counts): Condition {
  return counts.available >= rollout.replicas - rollout.maxUnavailable
    ? { type: "Available", status: "True", reason: "MinimumReplicasAvailable", message: "Deployment has minimum availability." }
    : { type: "Available", status: "False", reason: "MinimumReplicasUnavailable", message: "Deployment does not have minimum availability." };
}

function computeProgressing(rollout: Rollout, counts: Counts, input: StatusInput): Condition | undefined {
  const { deployment } = rollout;
  if (getNumber(deployment, "spec", "progressDeadlineSeconds") === undefined) return undefined;
  const previous = getCondition(deployment, "Progressing");
  const reason = getString(previous, "reason");
  const subject = rollout.current === undefined ? `Deployment "${rollout.name}"` : `ReplicaSet "${rollout.current.name}"`;
  const cond = (status: Condition["status"], reason: string, message: string): Condition => ({ type: "Progressing", status, reason, message });

  if (input.created !== undefined) return cond("True", "NewReplicaSetCreated", `Created new replica set "${input.created}"`);
  if (getBoolean(deployment, "spec", "paused") === true) {
    return reason === "ProgressDeadlineExceeded" ? undefined : cond("Unknown", "DeploymentPaused", "Deployment is paused");
  }
  if (reason === "DeploymentPaused") return cond("Unknown", "DeploymentResumed", "Deployment is resumed");
  if (previous === undefined && rollout.current !== undefined && counts.updated === 0) return cond("True", "FoundNewReplicaSet", `Found new replica set "${rollout.current.name}"`);
  if (counts.replicas === counts.updated && reason === "NewReplicaSetAvailable") return undefined;
  if (isComplete(rollout, counts)) return cond("True", "NewReplicaSetAvailable", `${subject} has successfully progressed.`);
  if (isProgressing(rollout, counts)) return cond("True", "ReplicaSetUpdated", `${subject} is progressing.`);
  return isTimedOut(rollout, input.nowMs) ? cond("False", "ProgressDeadlineExceeded", `${subject} has timed out progressing.`) : undefined;
}

function isComplete(rollout: Rollout, counts: Counts): boolean {
  return counts.updated === rollout.replicas && counts.replicas === rollout.replicas && counts.available === rollout.replicas;
}

function isProgressing(rollout: Rollout, counts: Counts): boolean {
  const read = (field: string): number => getNumber(rollout.deployment, "status", field) ?? 0;
  return (
    counts.updated > read("updatedReplicas") ||
    counts.replicas - counts.updated < read("replicas") - read("updatedReplicas") ||
    counts.ready > read("readyReplicas") ||
    counts.available > read("availableReplicas")
  );
}

function isTimedOut(rollout: Rollout, nowMs: number): boolean {
  const left = computeDeadlineInMs(rollout, undefined, nowMs);
  return left !== undefined && left <= 0;
}

/** Time left until the deadline; `undefined` when no progress is expected or it has passed already and been said. */
function computeDeadlineInMs(rollout: Rollout, next: Condition | undefined, nowMs: number): number | undefined {
  const seconds = getNumber(rollout.deployment, "spec", "progressDeadlineSeconds");
  const condition = next ?? getCondition(rollout.deployment, "Progressing");
  const reason = getString(condition, "reason");
  if (seconds === undefined || condition === undefined || reason === "NewReplicaSetAvailable" || reason === "ProgressDeadlineExceeded" || reason === "DeploymentPaused")
    return undefined;
  const since = parseTime(getString(condition, "lastUpdateTime")) ?? nowMs;
  return since + seconds * 1000 - nowMs;
}

/** Deployment conditions have a `lastUpdateTime` that moves with any change, not only with one of the status. */
function stampUpdates(current: readonly unknown[], wanted: readonly Condition[], nowMs: number): readonly Condition[] {
  const now = formatTime(nowMs);
  return wanted.flatMap((condition) => {
    const previous = current.find((entry) => getString(entry, "type") === condition.type);
    const same = (["status", "reason", "message"] as const).every((field) => getField(previous, field) === condition[field]);
    const moves = condition.type === "Progressing" && condition.reason === "ReplicaSetUpdated";
    if (same && !moves && isRecord(previous)) return [];
    return [{ ...condition, lastUpdateTime: now, lastTransitionTime: now }];
  });
}

function readFailure(condition: Readonly<Record<string, unknown>>): Condition {
  return { type: "ReplicaFailure", status: "True", reason: getString(condition, "reason") ?? "FailedCreate", message: getString(condition, "message") ?? "" };
}
