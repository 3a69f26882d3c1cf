import { type KubeObject, getBoolean, getList, getNumber, getString, isRecord } from "../../../kube/index.ts";
import { fieldColumn, textColumn, wide } from "./cells.ts";
import { type Column, ageColumn, nameColumn } from "./column.ts";
import { age } from "./durations.ts";

export const podColumns: readonly Column[] = [
  nameColumn,
  textColumn("Ready", readyCell),
  textColumn("Status", podStatus),
  textColumn("Restarts", restartsCell),
  ageColumn,
  wide(fieldColumn("IP", ["status", "podIP"], "<none>")),
  wide(fieldColumn("Node", ["spec", "nodeName"], "<none>")),
  wide(fieldColumn("Nominated Node", ["status", "nominatedNodeName"], "<none>")),
  wide(textColumn("Readiness Gates", readinessGates)),
];

/** Init containers that go on running beside the others count like them. */
function sidecarNames(pod: KubeObject): ReadonlySet<string | undefined> {
  const inits = getList(pod, "spec", "initContainers").filter((container) => getString(container, "restartPolicy") === "Always");
  return new Set(inits.map((container) => getString(container, "name")));
}

function readyCell(pod: KubeObject): string {
  const sidecars = sidecarNames(pod);
  const statuses = [...getList(pod, "status", "initContainerStatuses").filter((status) => sidecars.has(getString(status, "name"))), ...getList(pod, "status", "containerStatuses")];
  return `${statuses.filter(isReadyAndRunning).length}/${getList(pod, "spec", "containers").length + sidecars.size}`;
}

function isReadyAndRunning(status: unknown): boolean {
  return getBoolean(status, "ready") === true && isRecord(stateOf(status, "running"));
}

function restartsCell(pod: KubeObject, now: number): string {
  const statuses = getList(pod, "status", "containerStatuses");
  const restarts = statuses.reduce<number>((sum, status) => sum + (getNumber(status, "restartCount") ?? 0), 0);
  const ends = statuses.flatMap((status) => getString(status, "lastState", "terminated", "finishedAt") ?? []).sort();
  const last = ends[ends.length - 1];
  return restarts === 0 || last === undefined ? String(restarts) : `${restarts} (${age(last, now)} ago)`;
}

/** The one word for a pod: what its containers wait for or died of, else its phase. */
function podStatus(pod: KubeObject): string {
  const phase = getString(pod, "status", "reason") ?? getString(pod, "status", "phase") ?? "Unknown";
  const init = initStatus(pod);
  const word = init ?? containerStatus(pod) ?? phase;
  if (pod.metadata.deletionTimestamp === undefined) return word;
  return getString(pod, "status", "reason") === "NodeLost" ? "Unknown" : isFinished(pod) ? word : "Terminating";
}

function isFinished(pod: KubeObject): boolean {
  return ["Succeeded", "Failed"].includes(getString(pod, "status", "phase") ?? "");
}

function initStatus(pod: KubeObject): string | undefined {
  const sidecars = sidecarNames(pod);
  const statuses = getList(pod, "status", "initContainerStatuses");
  for (const [index, status] of statuses.entries()) {
    if (getNumber(stateOf(status, "terminated"), "exitCode") === 0) continue;
    if (sidecars.has(getString(status, "name")) && getBoolean(status, "started") === true) continue;
    const terminated = stateOf(status, "terminated");
    if (terminated !== undefined) return `Init:${terminationReason(terminated)}`;
    const waiting = getString(stateOf(status, "waiting"), "reason");
    if (waiting !== undefined && waiting !== "" && waiting !== "PodInitializing") return `Init:${waiting}`;
    return `Init:${index}/${getList(pod, "spec", "initContainers").length}`;
  }
  return undefined;
}

function containerStatus(pod: KubeObject): string | undefined {
  let word: string | undefined;
  let running = false;
  for (const status of getList(pod, "status", "containerStatuses").toReversed()) {
    const waiting = getString(stateOf(status, "waiting"), "reason");
    const terminated = stateOf(status, "terminated");
    if (waiting !== undefined && waiting !== "") word = waiting;
    else if (terminated !== undefined) word = terminationReason(terminated);
    else if (isReadyAndRunning(status)) running = true;
  }
  if (word !== "Completed" || !running) return word;
  return isPodReady(pod) ? "Running" : "NotReady";
}

function isPodReady(pod: KubeObject): boolean {
  return getList(pod, "status", "conditions").some((condition) => getString(condition, "type") === "Ready" && getString(condition, "status") === "True");
}

function terminationReason(terminated: unknown): string {
  const reason = getString(terminated, "reason");
  if (reason !== undefined && reason !== "") return reason;
  const signal = getNumber(terminated, "signal") ?? 0;
  return signal === 0 ? `ExitCode:${getNumber(terminated, "exitCode") ?? 0}` : `Signal:${signal}`;
}

function stateOf(status: unknown, state: string): unknown {
  const found = isRecord(status) ? status["state"] : undefined;
  return isRecord(found) ? found[state] : undefined;
}

function readinessGates(pod: KubeObject): string {
  const gates = getList(pod, "spec", "readinessGates").map((gate) => getString(gate, "conditionType"));
  if (gates.length === 0) return "<none>";
  const conditions = getList(pod, "status", "conditions");
  const met = gates.filter((type) => conditions.some((condition) => getString(condition, "type") === type && getString(condition, "status") === "True"));
  return `${met.length}/${gates.length}`;
}
