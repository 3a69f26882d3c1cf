import type { GvkFilter } from "./resource.ts";

/** A field that holds the name of an object, and the kind of that object. */
export interface NameReference {
  readonly referrer: GvkFilter;
  readonly target: GvkFilter;
  readonly path: string;
}

/** Where the pod of each kind is. */
const pods: Readonly<Record<string, string>> = {
  Pod: "spec",
  PodTemplate: "template/spec",
  Deployment: "spec/template/spec",
  ReplicaSet: "spec/template/spec",
  DaemonSet: "spec/template/spec",
  StatefulSet: "spec/template/spec",
  Job: "spec/template/spec",
  CronJob: "spec/jobTemplate/spec/template/spec",
  ReplicationController: "spec/template/spec",
};
const configured = ["Pod", "PodTemplate", "Deployment", "ReplicaSet", "DaemonSet", "StatefulSet", "Job", "CronJob"];
const scheduled = ["Pod", "StatefulSet", "Deployment", "ReplicationController", "CronJob", "Job", "DaemonSet"];

const rbac = "rbac.authorization.k8s.io";
const admission = "admissionregistration.k8s.io";
const configMap = { kind: "ConfigMap", version: "v1" };
const secret = { kind: "Secret", version: "v1" };
const service = { kind: "Service", version: "v1" };
const role = { kind: "Role", group: rbac };
const clusterRole = { kind: "ClusterRole", group: rbac };
const serviceAccount = { kind: "ServiceAccount", version: "v1" };
const volumeClaim = { kind: "PersistentVolumeClaim", version: "v1" };
const volume = { kind: "PersistentVolume", version: "v1" };
const storageClass = { kind: "StorageClass", group: "storage.k8s.io", version: "v1" };
const priorityClass = { kind: "PriorityClass", group: "scheduling.k8s.io", version: "v1" };

/** In the order in which they are tried: when a name is that of objects of two kinds, the first renames it. */
export const nameReferences: readonly NameReference[] = [
  ...inFields(role, { RoleBinding: ["roleRef/name"] }, { group: rbac }),
  ...inFields(clusterRole, { RoleBinding: ["roleRef/name"], ClusterRoleBinding: ["roleRef/name"] }, { group: rbac }),
  ...inFields(serviceAccount, { RoleBinding: ["subjects"], ClusterRoleBinding: ["subjects"] }, { group: rbac }),
  ...inPods(serviceAccount, scheduled, ["serviceAccountName"]),
  ...inPods(configMap, configured, [
    "volumes/configMap/name",
    "containers/env/valueFrom/configMapKeyRef/name",
    "initContainers/env/valueFrom/configMapKeyRef/name",
    "containers/envFrom/configMapRef/name",
    "initContainers/envFrom/configMapRef/name",
    "volumes/projected/sources/configMap/name",
  ]),
  ...inFields(configMap, {
    Node: ["spec/configSource/configMap"],
    Role: ["rules/resourceNames"],
    ClusterRole: ["rules/resourceNames"],
    Ingress: ["metadata/annotations/nginx.ingress.kubernetes.io\\/fastcgi-params-configmap"],
  }),
  ...inPods(secret, configured, [
    "volumes/secret/secretName",
    "containers/env/valueFrom/secretKeyRef/name",
    "initContainers/env/valueFrom/secretKeyRef/name",
    "containers/envFrom/secretRef/name",
    "initContainers/envFrom/secretRef/name",
    "imagePullSecrets/name",
    "volumes/projected/sources/secret/name",
  ]),
  ...inFields(secret, {
    // Twice, as in the original, where the second run can follow a name that the first one wrote.
    Ingress: [
      "spec/tls/secretName",
      "spec/tls/secretName",
      "metadata/annotations/ingress.kubernetes.io\\/auth-secret",
      "metadata/annotations/nginx.ingress.kubernetes.io\\/auth-secret",
      "metadata/annotations/nginx.ingress.kubernetes.io\\/auth-tls-secret",
    ],
    ServiceAccount: ["imagePullSecrets/name"],
    StorageClass: ["parameters/secretName", "parameters/adminSecretName", "parameters/userSecretName", "parameters/secretRef"],
    Role: ["rules/resourceNames"],
    ClusterRole: ["rules/resourceNames"],
    PersistentVolume: ["spec/azureFile/secretName"],
  }),
  ...inFields(secret, { Service: ["spec/template/spec/containers/env/valueFrom/secretKeyRef/name"] }, { group: "serving.knative.dev", version: "v1" }),
  ...inFields(service, { StatefulSet: ["spec/serviceName"] }, { group: "apps" }),
  ...inFields(service, {
    Ingress: ["spec/rules/http/paths/backend/serviceName", "spec/backend/serviceName", "spec/rules/http/paths/backend/service/name", "spec/defaultBackend/service/name"],
  }),
  ...inFields(service, { APIService: ["spec/service/name"] }, { group: "apiregistration.k8s.io" }),
  ...inFields(
    service,
    { ValidatingWebhookConfiguration: ["webhooks/clientConfig/service"], MutatingWebhookConfiguration: ["webhooks/clientConfig/service"] },
    { group: admission },
  ),
  ...inPods(priorityClass, scheduled, ["priorityClassName"]),
  ...inFields(volume, { PersistentVolumeClaim: ["spec/volumeName"], ClusterRole: ["rules/resourceNames"] }),
  ...inPods(volumeClaim, scheduled, ["volumes/persistentVolumeClaim/claimName"]),
  ...["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"].flatMap((kind) => inFields({ kind }, { HorizontalPodAutoscaler: ["spec/scaleTargetRef/name"] })),
  ...inFields(storageClass, {
    PersistentVolume: ["spec/storageClassName"],
    PersistentVolumeClaim: ["spec/storageClassName"],
    StatefulSet: ["spec/volumeClaimTemplates/spec/storageClassName"],
  }),
  ...inFields({ kind: "ValidatingAdmissionPolicy", group: admission }, { ValidatingAdmissionPolicyBinding: ["spec/policyName"] }, { group: admission }),
];

function inFields(target: GvkFilter, paths: Readonly<Record<string, readonly string[]>>, referrer: GvkFilter = {}): NameReference[] {
  return Object.entries(paths).flatMap(([kind, list]) => list.map((path) => ({ target, referrer: { ...referrer, kind }, path })));
}

function inPods(target: GvkFilter, kinds: readonly string[], paths: readonly string[]): NameReference[] {
  const isVersioned = target.kind === "ConfigMap" || target.kind === "Secret";
  return kinds.flatMap((kind) => inFields(target, { [kind]: paths.map((path) => `${pods[kind] ?? ""}/${path}`) }, kind === "Pod" && isVersioned ? { version: "v1" } : {}));
}
