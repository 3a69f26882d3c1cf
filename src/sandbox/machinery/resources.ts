import type { ApiResource } from "../../kube/index.ts";

/** The built-in resources that controllers and kubelet work with, known without discovery. */
export const resources = {
  configMaps: builtIn("v1", "ConfigMap", "configmaps"),
  endpoints: builtIn("v1", "Endpoints", "endpoints"),
  events: builtIn("v1", "Event", "events"),
  namespaces: clusterWide("v1", "Namespace", "namespaces"),
  nodes: clusterWide("v1", "Node", "nodes"),
  persistentVolumeClaims: builtIn("v1", "PersistentVolumeClaim", "persistentvolumeclaims"),
  persistentVolumes: clusterWide("v1", "PersistentVolume", "persistentvolumes"),
  pods: builtIn("v1", "Pod", "pods"),
  secrets: builtIn("v1", "Secret", "secrets"),
  serviceAccounts: builtIn("v1", "ServiceAccount", "serviceaccounts"),
  services: builtIn("v1", "Service", "services"),
  controllerRevisions: builtIn("apps/v1", "ControllerRevision", "controllerrevisions"),
  daemonSets: builtIn("apps/v1", "DaemonSet", "daemonsets"),
  deployments: builtIn("apps/v1", "Deployment", "deployments"),
  replicaSets: builtIn("apps/v1", "ReplicaSet", "replicasets"),
  statefulSets: builtIn("apps/v1", "StatefulSet", "statefulsets"),
  cronJobs: builtIn("batch/v1", "CronJob", "cronjobs"),
  jobs: builtIn("batch/v1", "Job", "jobs"),
  leases: builtIn("coordination.k8s.io/v1", "Lease", "leases"),
  endpointSlices: builtIn("discovery.k8s.io/v1", "EndpointSlice", "endpointslices"),
  ingresses: builtIn("networking.k8s.io/v1", "Ingress", "ingresses"),
  podDisruptionBudgets: builtIn("policy/v1", "PodDisruptionBudget", "poddisruptionbudgets"),
  storageClasses: clusterWide("storage.k8s.io/v1", "StorageClass", "storageclasses"),
  customResourceDefinitions: clusterWide("apiextensions.k8s.io/v1", "CustomResourceDefinition", "customresourcedefinitions"),
} as const;

function builtIn(apiVersion: string, kind: string, resource: string): ApiResource {
  const slash = apiVersion.indexOf("/");
  return {
    group: apiVersion.slice(0, Math.max(0, slash)),
    version: apiVersion.slice(slash + 1),
    kind,
    resource,
    namespaced: true,
    verbs: ["create", "delete", "get", "list", "patch", "update", "watch"],
    subresources: ["status"],
    shortNames: [],
    categories: [],
    singular: kind.toLowerCase(),
  };
}

function clusterWide(apiVersion: string, kind: string, resource: string): ApiResource {
  return { ...builtIn(apiVersion, kind, resource), namespaced: false };
}
