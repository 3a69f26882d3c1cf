import { getList, getString, type JsonObject, type KubeObject } from "../../../kube/index.ts";
import { type Condition, formatTime, isConditionTrue, mergeConditions, toJson } from "../../machinery/index.ts";
import type { NodeSpec } from "../kubelet-deps.ts";

/** The node a kubelet registers. */
export function createNode(spec: NodeSpec): KubeObject {
  const labels = {
    "beta.kubernetes.io/arch": "amd64",
    "beta.kubernetes.io/os": "linux",
    "kubernetes.io/arch": "amd64",
    "kubernetes.io/hostname": spec.name,
    "kubernetes.io/os": "linux",
    "sandbox.sillage.dev/simulated": "true",
  };
  return { apiVersion: "v1", kind: "Node", metadata: { name: spec.name, labels }, spec: {} };
}

/** The status of a node in good order. */
export function computeNodeStatus(node: KubeObject, { spec, nowMs }: { readonly spec: NodeSpec; readonly nowMs: number }): JsonObject {
  const now = formatTime(nowMs);
  const condition = (type: string, status: "True" | "False", [reason, message]: readonly [string, string]): Condition => ({
    type,
    status,
    reason,
    message,
    lastHeartbeatTime: now,
    lastTransitionTime: now,
  });
  const conditions = [
    condition("MemoryPressure", "False", ["KubeletHasSufficientMemory", "kubelet has sufficient memory available"]),
    condition("DiskPressure", "False", ["KubeletHasNoDiskPressure", "kubelet has no disk pressure"]),
    condition("PIDPressure", "False", ["KubeletHasSufficientPID", "kubelet has sufficient PID available"]),
    condition("Ready", "True", ["KubeletReady", "kubelet is posting ready status"]),
  ];
  const room = { cpu: spec.cpu, memory: spec.memory, pods: String(spec.pods), "ephemeral-storage": "100Gi" };
  return toJson({
    capacity: room,
    allocatable: room,
    conditions: mergeConditions(getList(node, "status", "conditions"), conditions),
    addresses: [
      { type: "InternalIP", address: spec.ip },
      { type: "Hostname", address: spec.name },
    ],
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    nodeInfo: {
      architecture: "amd64",
      bootID: "",
      containerRuntimeVersion: "sandbox://1.0.0",
      kernelVersion: "simulated",
      kubeProxyVersion: "",
      kubeletVersion: "v1.36.3",
      machineID: "",
      operatingSystem: "linux",
      osImage: "Sillage sandbox (simulated)",
      systemUUID: "",
    },
  });
}

/** Whether the status must be posted again: Ready was lost, or the last post is old. A lease alone does not bring a node back from Unknown. */
export function isStatusDue(node: KubeObject, { sinceMs, nowMs }: { readonly sinceMs: number | undefined; readonly nowMs: number }): boolean {
  return sinceMs === undefined || nowMs - sinceMs >= 300_000 || !isConditionTrue(node, "Ready");
}

const conditionTaints = new Set(["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"]);

/** The taints without those that a node gets before it is known to be ready; `undefined` when there is nothing to take away. */
export function planTaints(node: KubeObject): readonly unknown[] | undefined {
  const taints = getList(node, "spec", "taints");
  const kept = taints.filter((taint) => !conditionTaints.has(getString(taint, "key") ?? ""));
  return kept.length === taints.length ? undefined : kept;
}
