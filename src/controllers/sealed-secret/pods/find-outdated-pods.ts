import { parseApiVersion, type KubeObject } from "../../../kube/index.ts";
import type { PodUse } from "./pod-uses.ts";

/** What a rollout restart can be asked of. */
export interface Workload {
  readonly kind: "Deployment" | "StatefulSet" | "DaemonSet";
  readonly name: string;
}

/** A pod with a container that started before the Secret got its value. */
export interface OutdatedPod {
  readonly name: string;
  /** Left out when nothing can restart it. */
  readonly workload?: Workload;
}

/** Times are compared in whole seconds, as the kubelet writes them. */
export function findOutdatedPods(users: readonly PodUse[], since: string): readonly OutdatedPod[] {
  const sinceMs = Date.parse(since);
  return users
    .filter(({ uses }) => uses.some(({ startedAt }) => Date.parse(startedAt) < sinceMs))
    .map(({ pod }) => ({ name: pod.metadata.name ?? "", ...workloadOf(pod) }))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/** A ReplicaSet carries the name of its Deployment and the hash that its pods are labelled with. */
function workloadOf({ metadata }: KubeObject): { readonly workload?: Workload } {
  const owner = metadata.ownerReferences?.find(({ controller, apiVersion }) => controller === true && parseApiVersion(apiVersion).group === "apps");
  if (owner === undefined) return {};
  const { kind, name } = owner;
  if (kind === "StatefulSet" || kind === "DaemonSet") return { workload: { kind, name } };
  const suffix = `-${metadata.labels?.["pod-template-hash"] ?? ""}`;
  return kind === "ReplicaSet" && suffix !== "-" && name.endsWith(suffix) ? { workload: { kind: "Deployment", name: name.slice(0, -suffix.length) } } : {};
}
