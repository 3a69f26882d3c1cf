import { getField, getList, getNumber, getString, type KubeObject } from "../../kube/index.ts";

export interface InfoItem {
  readonly name: string;
  readonly value: string;
}

/** What `kubectl get pods` tells of a pod, as the info of its node. */
export function describePod(pod: KubeObject): readonly InfoItem[] {
  const containers = getList(pod, "status", "containerStatuses");
  const restarts = [...getList(pod, "status", "initContainerStatuses"), ...containers].reduce<number>((sum, status) => sum + (getNumber(status, "restartCount") ?? 0), 0);
  const ready = containers.filter((status) => getField(status, "ready") === true).length;
  const nodeName = getString(pod, "spec", "nodeName") ?? "";
  return [
    { name: "Status Reason", value: findReason(pod) },
    ...(nodeName === "" ? [] : [{ name: "Node", value: nodeName }]),
    { name: "Containers", value: `${ready}/${getList(pod, "spec", "containers").length}` },
    ...(restarts === 0 ? [] : [{ name: "Restart Count", value: String(restarts) }]),
  ];
}

export function imagesOf(pod: KubeObject): readonly string[] {
  const containers = [...getList(pod, "spec", "initContainers"), ...getList(pod, "spec", "containers")];
  return [...new Set(containers.flatMap((container) => getString(container, "image") ?? []))];
}

function findReason(pod: KubeObject): string {
  const phase = getString(pod, "status", "reason") ?? getString(pod, "status", "phase") ?? "Unknown";
  const stuck = findInitReason(pod);
  const reason = stuck ?? findContainerReason(pod) ?? phase;
  if (pod.metadata.deletionTimestamp === undefined) return reason;
  return getString(pod, "status", "reason") === "NodeLost" ? "Unknown" : "Terminating";
}

function findInitReason(pod: KubeObject): string | undefined {
  const statuses = getList(pod, "status", "initContainerStatuses");
  for (const [index, status] of statuses.entries()) {
    if (getNumber(status, "state", "terminated", "exitCode") === 0 || getField(status, "started") === true) continue;
    const ended = describeEnd(status);
    if (ended !== undefined) return `Init:${ended}`;
    const waiting = getString(status, "state", "waiting", "reason") ?? "";
    return waiting !== "" && waiting !== "PodInitializing" ? `Init:${waiting}` : `Init:${index}/${getList(pod, "spec", "initContainers").length}`;
  }
  return undefined;
}

/** Of the first container that does not run; a pod with one that has ended and one that is ready is running. */
function findContainerReason(pod: KubeObject): string | undefined {
  const statuses = getList(pod, "status", "containerStatuses");
  const reasons = statuses.flatMap((status) => getString(status, "state", "waiting", "reason") ?? describeEnd(status) ?? []);
  const [first] = reasons;
  if (first !== "Completed") return first;
  return statuses.some((status) => getField(status, "ready") === true && getField(status, "state", "running") !== undefined) ? "Running" : first;
}

function describeEnd(status: unknown): string | undefined {
  const terminated = getField(status, "state", "terminated");
  if (terminated === undefined) return undefined;
  const reason = getString(terminated, "reason") ?? "";
  const signal = getNumber(terminated, "signal") ?? 0;
  if (reason !== "") return reason;
  return signal === 0 ? `ExitCode:${getNumber(terminated, "exitCode") ?? 0}` : `Signal:${signal}`;
}
