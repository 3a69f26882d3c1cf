import { getString } from "../../kube/index.ts";

/**
 * The kinds Kustomize knows, those of Kubernetes 1.21. What it does not know it takes for namespaced and merges without keys, so this table
 * must not follow newer versions of Kubernetes.
 */
const clusterScoped: Readonly<Record<string, readonly string[]>> = {
  v1: ["ComponentStatus", "Namespace", "Node", "NodeProxyOptions", "PersistentVolume"],
  "admissionregistration.k8s.io": ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"],
  "apiextensions.k8s.io": ["CustomResourceDefinition"],
  "apiregistration.k8s.io": ["APIService"],
  "certificates.k8s.io": ["CertificateSigningRequest"],
  "flowcontrol.apiserver.k8s.io": ["FlowSchema", "PriorityLevelConfiguration"],
  "networking.k8s.io": ["IngressClass"],
  "node.k8s.io": ["RuntimeClass"],
  "policy/v1beta1": ["PodSecurityPolicy"],
  "rbac.authorization.k8s.io": ["ClusterRole", "ClusterRoleBinding"],
  "scheduling.k8s.io": ["PriorityClass"],
  "storage.k8s.io": ["CSIDriver", "CSINode", "StorageClass", "VolumeAttachment"],
};

const namespaced: Readonly<Record<string, readonly string[]>> = {
  v1: [
    "ConfigMap",
    "Endpoints",
    "Event",
    "LimitRange",
    "PersistentVolumeClaim",
    "Pod",
    "PodTemplate",
    "ReplicationController",
    "ResourceQuota",
    "Secret",
    "Service",
    "ServiceAccount",
  ],
  "apps/v1": ["ControllerRevision", "DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"],
  "autoscaling/v1": ["HorizontalPodAutoscaler", "Scale"],
  "autoscaling/v2beta1": ["HorizontalPodAutoscaler"],
  "autoscaling/v2beta2": ["HorizontalPodAutoscaler"],
  "batch/v1": ["CronJob", "Job"],
  "batch/v1beta1": ["CronJob"],
  "coordination.k8s.io": ["Lease"],
  "discovery.k8s.io": ["EndpointSlice"],
  "events.k8s.io": ["Event"],
  "extensions/v1beta1": ["Ingress"],
  "networking.k8s.io": ["Ingress"],
  "networking.k8s.io/v1": ["NetworkPolicy"],
  "policy/v1": ["PodDisruptionBudget"],
  "policy/v1beta1": ["PodDisruptionBudget"],
  "rbac.authorization.k8s.io": ["Role", "RoleBinding"],
  "storage.k8s.io/v1beta1": ["CSIStorageCapacity"],
};

/** Groups without a version in the tables have their kinds in both of these. */
const versions: Readonly<Record<string, readonly string[]>> = { "flowcontrol.apiserver.k8s.io": ["v1beta1"] };
const clusterScopedTypes = expand(clusterScoped);
const namespacedTypes = expand(namespaced);

/** False for kinds Kustomize does not know. */
export function isClusterScoped(object: Readonly<Record<string, unknown>>): boolean {
  return clusterScopedTypes.has(typeOf(object));
}

export function isKnownKind(object: Readonly<Record<string, unknown>>): boolean {
  const type = typeOf(object);
  return clusterScopedTypes.has(type) || namespacedTypes.has(type);
}

function typeOf(object: Readonly<Record<string, unknown>>): string {
  return `${getString(object, "apiVersion") ?? ""}/${getString(object, "kind") ?? ""}`;
}

function expand(table: Readonly<Record<string, readonly string[]>>): ReadonlySet<string> {
  const types = Object.entries(table).flatMap(([key, kinds]) => {
    const apiVersions = key === "v1" || key.includes("/") ? [key] : (versions[key] ?? ["v1", "v1beta1"]).map((version) => `${key}/${version}`);
    return apiVersions.flatMap((apiVersion) => kinds.map((kind) => `${apiVersion}/${kind}`));
  });
  return new Set(types);
}
