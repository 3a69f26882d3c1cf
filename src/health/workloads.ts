import { getBoolean, getNumber, getString, type KubeObject } from "../kube/index.ts";
import { getCondition } from "./conditions.ts";
import { health, healthy, type HealthRule, type HealthRules } from "./rule.ts";

const assessDeployment: HealthRule = (object) => {
  if (getBoolean(object, "spec", "paused") === true) return health("Suspended", "Deployment is paused");
  if (isUnobserved(object)) return health("Progressing", "Waiting for rollout to finish: observed deployment generation less than desired generation");
  const progress = getCondition(object, "Progressing");
  const name = object.metadata.name ?? "";
  if (progress?.reason === "ProgressDeadlineExceeded") return health("Degraded", `Deployment "${name}" exceeded its progress deadline`);
  const wanted = getNumber(object, "spec", "replicas") ?? 1;
  const { replicas, updated, available } = countReplicas(object);
  if (updated < wanted) return health("Progressing", `Waiting for rollout to finish: ${updated} out of ${wanted} new replicas have been updated`);
  if (replicas > updated) return health("Progressing", `Waiting for rollout to finish: ${replicas - updated} old replicas are pending termination`);
  if (available < updated) return health("Progressing", `Waiting for rollout to finish: ${available} of ${updated} updated replicas are available`);
  return healthy;
};

const assessStatefulSet: HealthRule = (object) => {
  if ((getNumber(object, "status", "observedGeneration") ?? 0) === 0 || isUnobserved(object)) return health("Progressing", "Waiting for statefulset spec update to be observed");
  const wanted = getNumber(object, "spec", "replicas") ?? 1;
  const { ready, updated } = countReplicas(object);
  if (ready < wanted) return health("Progressing", `Waiting for ${wanted - ready} pods to be ready`);
  if (getString(object, "spec", "updateStrategy", "type") === "OnDelete") return healthy;
  const partition = getNumber(object, "spec", "updateStrategy", "rollingUpdate", "partition") ?? 0;
  if (partition > 0) {
    const due = wanted - partition;
    return updated < due ? health("Progressing", `Waiting for partitioned roll out to finish: ${updated} out of ${due} new pods have been updated`) : healthy;
  }
  const revision = getString(object, "status", "updateRevision") ?? "";
  if (revision !== (getString(object, "status", "currentRevision") ?? "")) {
    return health("Progressing", `Waiting for statefulset rolling update to complete: ${updated} pods at revision ${revision}`);
  }
  return healthy;
};

const assessDaemonSet: HealthRule = (object) => {
  if (isUnobserved(object)) return health("Progressing", "Waiting for rollout to finish: observed daemon set generation less than desired generation");
  if (getString(object, "spec", "updateStrategy", "type") === "OnDelete") return healthy;
  const desired = getNumber(object, "status", "desiredNumberScheduled") ?? 0;
  const updated = getNumber(object, "status", "updatedNumberScheduled") ?? 0;
  const available = getNumber(object, "status", "numberAvailable") ?? 0;
  if (updated < desired) return health("Progressing", `Waiting for rollout to finish: ${updated} out of ${desired} new pods have been updated`);
  if (available < desired) return health("Progressing", `Waiting for rollout to finish: ${available} of ${desired} updated pods are available`);
  return healthy;
};

const assessReplicaSet: HealthRule = (object) => {
  if (isUnobserved(object)) return health("Progressing", "Waiting for rollout to finish: observed replica set generation less than desired generation");
  const failure = getCondition(object, "ReplicaFailure");
  if (failure?.status === "True") return health("Degraded", failure.message);
  const wanted = getNumber(object, "spec", "replicas") ?? 1;
  const { available } = countReplicas(object);
  return available < wanted ? health("Progressing", `Waiting for rollout to finish: ${available} out of ${wanted} new replicas are available`) : healthy;
};

export const workloadRules: HealthRules = {
  "apps/Deployment": assessDeployment,
  "apps/StatefulSet": assessStatefulSet,
  "apps/DaemonSet": assessDaemonSet,
  "apps/ReplicaSet": assessReplicaSet,
};

function isUnobserved(object: KubeObject): boolean {
  return (object.metadata.generation ?? 0) > (getNumber(object, "status", "observedGeneration") ?? 0);
}

function countReplicas(object: KubeObject) {
  return {
    replicas: getNumber(object, "status", "replicas") ?? 0,
    updated: getNumber(object, "status", "updatedReplicas") ?? 0,
    ready: getNumber(object, "status", "readyReplicas") ?? 0,
    available: getNumber(object, "status", "availableReplicas") ?? 0,
  };
}
