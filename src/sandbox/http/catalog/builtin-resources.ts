import { type Resource, type Subresource, storeNameOf } from "./resource.ts";

const objectVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];
const stateVerbs = ["get", "patch", "update"];

interface Entry {
  readonly kind: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly cluster?: boolean;
  readonly generation?: boolean;
  /** `status` and `scale` by name; others in full. */
  readonly subresources?: readonly (string | Subresource)[];
  readonly verbs?: readonly string[];
}

const all = ["all"];
const status = ["status"];
const workload = { generation: true, categories: all, subresources: ["scale", "status"] };

function action(name: string, kind: string, at = "v1"): Subresource {
  const [group = "", version = ""] = at.includes("/") ? at.split("/") : ["", at];
  return { name, group, version, kind, verbs: ["create"] };
}

/** One line per kind of the fixed minor version we emulate: what discovery says of it, and whether it counts generations. */
const table: Readonly<Record<string, Readonly<Record<string, Entry>>>> = {
  v1: {
    configmaps: { kind: "ConfigMap", shortNames: ["cm"] },
    endpoints: { kind: "Endpoints", shortNames: ["ep"] },
    events: { kind: "Event", shortNames: ["ev"] },
    limitranges: { kind: "LimitRange", shortNames: ["limits"] },
    namespaces: {
      kind: "Namespace",
      shortNames: ["ns"],
      cluster: true,
      subresources: [{ ...action("finalize", "Namespace"), verbs: ["update"] }, "status"],
      verbs: ["create", "delete", "get", "list", "patch", "update", "watch"],
    },
    nodes: { kind: "Node", shortNames: ["no"], cluster: true, subresources: status },
    persistentvolumeclaims: { kind: "PersistentVolumeClaim", shortNames: ["pvc"], subresources: status },
    persistentvolumes: { kind: "PersistentVolume", shortNames: ["pv"], cluster: true, subresources: status },
    pods: {
      kind: "Pod",
      shortNames: ["po"],
      categories: all,
      generation: true,
      subresources: [action("binding", "Binding"), action("eviction", "Eviction", "policy/v1"), { ...action("log", "Pod"), verbs: ["get"] }, "status"],
    },
    podtemplates: { kind: "PodTemplate" },
    replicationcontrollers: { kind: "ReplicationController", shortNames: ["rc"], ...workload },
    resourcequotas: { kind: "ResourceQuota", shortNames: ["quota"], subresources: status },
    secrets: { kind: "Secret" },
    serviceaccounts: { kind: "ServiceAccount", shortNames: ["sa"] },
    services: {
      kind: "Service",
      shortNames: ["svc"],
      categories: all,
      subresources: [{ ...action("proxy", "ServiceProxyOptions"), verbs: ["create", "delete", "get", "patch", "update"] }, "status"],
    },
  },
  "admissionregistration.k8s.io/v1": {
    mutatingwebhookconfigurations: { kind: "MutatingWebhookConfiguration", categories: ["api-extensions"], cluster: true, generation: true },
    validatingadmissionpolicies: { kind: "ValidatingAdmissionPolicy", categories: ["api-extensions"], cluster: true, generation: true, subresources: status },
    validatingadmissionpolicybindings: { kind: "ValidatingAdmissionPolicyBinding", categories: ["api-extensions"], cluster: true, generation: true },
    validatingwebhookconfigurations: { kind: "ValidatingWebhookConfiguration", categories: ["api-extensions"], cluster: true, generation: true },
  },
  "apiextensions.k8s.io/v1": {
    customresourcedefinitions: {
      kind: "CustomResourceDefinition",
      shortNames: ["crd", "crds"],
      categories: ["api-extensions"],
      cluster: true,
      generation: true,
      subresources: status,
    },
  },
  "apiregistration.k8s.io/v1": { apiservices: { kind: "APIService", categories: ["api-extensions"], cluster: true, subresources: status } },
  "apps/v1": {
    controllerrevisions: { kind: "ControllerRevision" },
    daemonsets: { kind: "DaemonSet", shortNames: ["ds"], ...workload, subresources: status },
    deployments: { kind: "Deployment", shortNames: ["deploy"], ...workload },
    replicasets: { kind: "ReplicaSet", shortNames: ["rs"], ...workload },
    statefulsets: { kind: "StatefulSet", shortNames: ["sts"], ...workload },
  },
  "authentication.k8s.io/v1": {
    selfsubjectreviews: { kind: "SelfSubjectReview", cluster: true, verbs: ["create"] },
  },
  "authorization.k8s.io/v1": {
    localsubjectaccessreviews: { kind: "LocalSubjectAccessReview", verbs: ["create"] },
    selfsubjectaccessreviews: { kind: "SelfSubjectAccessReview", cluster: true, verbs: ["create"] },
    selfsubjectrulesreviews: { kind: "SelfSubjectRulesReview", cluster: true, verbs: ["create"] },
    subjectaccessreviews: { kind: "SubjectAccessReview", cluster: true, verbs: ["create"] },
  },
  "autoscaling/v2": { horizontalpodautoscalers: { kind: "HorizontalPodAutoscaler", shortNames: ["hpa"], categories: all, subresources: status } },
  "batch/v1": {
    cronjobs: { kind: "CronJob", shortNames: ["cj"], categories: all, generation: true, subresources: status },
    jobs: { kind: "Job", categories: all, generation: true, subresources: status },
  },
  "certificates.k8s.io/v1": { certificatesigningrequests: { kind: "CertificateSigningRequest", shortNames: ["csr"], cluster: true, subresources: status } },
  "coordination.k8s.io/v1": { leases: { kind: "Lease" } },
  "discovery.k8s.io/v1": { endpointslices: { kind: "EndpointSlice", generation: true } },
  "networking.k8s.io/v1": {
    ingressclasses: { kind: "IngressClass", cluster: true, generation: true },
    ingresses: { kind: "Ingress", shortNames: ["ing"], generation: true, subresources: status },
    networkpolicies: { kind: "NetworkPolicy", shortNames: ["netpol"], generation: true },
  },
  "node.k8s.io/v1": { runtimeclasses: { kind: "RuntimeClass", cluster: true } },
  "policy/v1": { poddisruptionbudgets: { kind: "PodDisruptionBudget", shortNames: ["pdb"], generation: true, subresources: status } },
  "rbac.authorization.k8s.io/v1": {
    clusterrolebindings: { kind: "ClusterRoleBinding", cluster: true },
    clusterroles: { kind: "ClusterRole", cluster: true },
    rolebindings: { kind: "RoleBinding" },
    roles: { kind: "Role" },
  },
  "scheduling.k8s.io/v1": { priorityclasses: { kind: "PriorityClass", shortNames: ["pc"], cluster: true, generation: true } },
  "storage.k8s.io/v1": {
    csidrivers: { kind: "CSIDriver", cluster: true },
    csinodes: { kind: "CSINode", cluster: true },
    csistoragecapacities: { kind: "CSIStorageCapacity" },
    storageclasses: { kind: "StorageClass", shortNames: ["sc"], cluster: true },
    volumeattachments: { kind: "VolumeAttachment", cluster: true, subresources: status },
  },
};

export const builtinResources: readonly Resource[] = Object.entries(table).flatMap(([apiVersion, entries]) => {
  const [group = "", version = ""] = apiVersion.includes("/") ? apiVersion.split("/") : ["", apiVersion];
  return Object.entries(entries).map(([plural, entry]) => describeEntry({ group, version, plural }, entry));
});

function describeEntry(id: { readonly group: string; readonly version: string; readonly plural: string }, entry: Entry): Resource {
  return {
    ...id,
    kind: entry.kind,
    singular: entry.kind.toLowerCase(),
    shortNames: entry.shortNames ?? [],
    categories: entry.categories ?? [],
    namespaced: entry.cluster !== true,
    verbs: entry.verbs ?? objectVerbs,
    generation: entry.generation === true,
    storeName: storeNameOf(id.group, id.plural),
    subresources: (entry.subresources ?? []).map((sub) => (typeof sub === "string" ? describeState(sub, { ...id, kind: entry.kind }) : sub)),
  };
}

/** `status` is the object itself; `scale` is a Scale. */
export function describeState(name: string, owner: { readonly group: string; readonly version: string; readonly kind: string }): Subresource {
  if (name === "scale") return { name, group: "autoscaling", version: "v1", kind: "Scale", verbs: stateVerbs };
  return { name, group: owner.group, version: owner.version, kind: owner.kind, verbs: stateVerbs };
}

/** The verbs of a resource whose objects are stored. */
export const storedVerbs: readonly string[] = objectVerbs;
