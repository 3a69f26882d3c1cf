import type { GvkFilter } from "./resource.ts";

/** A field of the kinds that the filter selects. Lists on the way are entered; `[]` after a name keeps the name from being created. */
export interface FieldSpec extends GvkFilter {
  readonly path: string;
  readonly create?: boolean;
}

const workloads = [{ kind: "ReplicationController", version: "v1" }, { kind: "Deployment" }, { kind: "ReplicaSet" }, { kind: "DaemonSet" }] as const;
const statefulSet = { kind: "StatefulSet", group: "apps" } as const;
const job = { kind: "Job", group: "batch" } as const;
const cronJob = { kind: "CronJob", group: "batch" } as const;

export const templateLabelSpecs: readonly FieldSpec[] = [
  { path: "metadata/labels", create: true },
  ...[...workloads, statefulSet, job].map((kind) => ({ ...kind, path: "spec/template/metadata/labels", create: true })),
  { ...statefulSet, path: "spec/volumeClaimTemplates[]/metadata/labels", create: true },
  { ...cronJob, path: "spec/jobTemplate/metadata/labels", create: true },
  { ...cronJob, path: "spec/jobTemplate/spec/template/metadata/labels", create: true },
];

const podAffinityPaths = ["podAffinity", "podAntiAffinity"].flatMap((affinity) => [
  `spec/template/spec/affinity/${affinity}/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels`,
  `spec/template/spec/affinity/${affinity}/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels`,
]);

/** Where `includeSelectors` and `commonLabels` write. */
export const selectorLabelSpecs: readonly FieldSpec[] = [
  { kind: "Service", version: "v1", path: "spec/selector", create: true },
  { kind: "ReplicationController", version: "v1", path: "spec/selector", create: true },
  ...[{ kind: "Deployment" }, { kind: "ReplicaSet" }, { kind: "DaemonSet" }, statefulSet].map((kind) => ({ ...kind, path: "spec/selector/matchLabels", create: true })),
  ...[{ kind: "Deployment", group: "apps" }, statefulSet].flatMap((kind) =>
    [...podAffinityPaths, "spec/template/spec/topologySpreadConstraints/labelSelector/matchLabels"].map((path) => ({ ...kind, path })),
  ),
  { ...job, path: "spec/selector/matchLabels" },
  { ...cronJob, path: "spec/jobTemplate/spec/selector/matchLabels" },
  { kind: "PodDisruptionBudget", group: "policy", path: "spec/selector/matchLabels" },
  ...["spec/podSelector/matchLabels", "spec/ingress/from/podSelector/matchLabels", "spec/egress/to/podSelector/matchLabels"].map((path) => ({
    kind: "NetworkPolicy",
    group: "networking.k8s.io",
    path,
  })),
  ...templateLabelSpecs,
];

export const annotationSpecs: readonly FieldSpec[] = [
  { path: "metadata/annotations", create: true },
  ...[...workloads, { kind: "StatefulSet" }, job].map((kind) => ({ ...kind, path: "spec/template/metadata/annotations", create: true })),
  { ...cronJob, path: "spec/jobTemplate/metadata/annotations", create: true },
  { ...cronJob, path: "spec/jobTemplate/spec/template/metadata/annotations", create: true },
];

/** Fields that hold a namespace, beside `metadata.namespace` and the subjects of role bindings. */
export const namespaceSpecs: readonly FieldSpec[] = [
  { kind: "Namespace", group: "", version: "v1", path: "metadata/name", create: true },
  { kind: "APIService", group: "apiregistration.k8s.io", path: "spec/service/namespace", create: true },
  { kind: "CustomResourceDefinition", group: "apiextensions.k8s.io", path: "spec/conversion/webhook/clientConfig/service/namespace" },
];

export const imageSpecs: readonly FieldSpec[] = ["spec", "spec/template/spec"].flatMap((pod) =>
  ["containers[]/image", "initContainers[]/image", "volumes[]/image/reference"].map((path) => ({ path: `${pod}/${path}` })),
);

export const replicaSpecs: readonly FieldSpec[] = ["Deployment", "ReplicationController", "ReplicaSet", "StatefulSet"].map((kind) => ({
  kind,
  path: "spec/replicas",
  create: true,
}));
