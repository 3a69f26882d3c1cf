import { annotations } from "../api/index.ts";
import { getList, getNumber, getString, getStringMap, isRecord, type KubeObject } from "../kube/index.ts";
import { getCondition } from "./conditions.ts";
import { health, healthy, type HealthRule, type HealthRules } from "./rule.ts";

const assessPod: HealthRule = (pod) => {
  const restartPolicy = getString(pod, "spec", "restartPolicy") ?? "Always";
  const failing = restartPolicy === "Always" ? findFailingWait(pod) : undefined;
  if (failing !== undefined) return health("Degraded", failing);
  switch (getString(pod, "status", "phase")) {
    case "Pending":
      return health("Progressing", getString(pod, "status", "message") ?? getCondition(pod, "PodScheduled")?.message);
    case "Succeeded":
      return health("Healthy", getString(pod, "status", "message"));
    case "Failed":
      return health("Degraded", describeFailure(pod));
    case "Running":
      return assessRunning(pod, restartPolicy);
    default:
      return health("Unknown", getString(pod, "status", "message"));
  }
};

export const podRules: HealthRules = { "/Pod": assessPod };

function assessRunning(pod: KubeObject, restartPolicy: string) {
  const isLongRunning = restartPolicy === "Always" || getStringMap(pod, "metadata", "annotations")[annotations.ignoreRestartPolicy] === "true";
  if (!isLongRunning) return health("Progressing", getString(pod, "status", "message"));
  if (getCondition(pod, "Ready")?.status === "True") return healthy;
  const terminated = statusesOf(pod).some((status) => isRecord(status["lastState"]) && "terminated" in status["lastState"]);
  return terminated ? health("Degraded", describeFailure(pod)) : health("Progressing", getString(pod, "status", "message"));
}

/** Why a container cannot start, when its reason says that waiting will not help. */
function findFailingWait(pod: KubeObject): string | undefined {
  const waits = statusesOf(pod).filter((status) => /^Err|Error$|BackOff$/.test(getString(status, "state", "waiting", "reason") ?? ""));
  if (waits.length === 0) return undefined;
  return waits.map((status) => getString(status, "state", "waiting", "message") ?? getString(status, "state", "waiting", "reason") ?? "").join(", ");
}

function describeFailure(pod: KubeObject): string | undefined {
  const message = getString(pod, "status", "message") ?? "";
  if (message !== "") return message;
  for (const status of statusesOf(pod)) {
    const name = getString(status, "name") ?? "";
    for (const state of ["state", "lastState"]) {
      const reason = getString(status, state, "terminated", "reason");
      const exitCode = getNumber(status, state, "terminated", "exitCode");
      if (reason === "OOMKilled") return `container "${name}" was OOMKilled`;
      if (exitCode !== undefined && exitCode !== 0) return `container "${name}" failed with exit code ${exitCode}`;
    }
  }
  return undefined;
}

function statusesOf(pod: KubeObject): readonly Readonly<Record<string, unknown>>[] {
  return [...getList(pod, "status", "initContainerStatuses"), ...getList(pod, "status", "containerStatuses")].filter(isRecord);
}
