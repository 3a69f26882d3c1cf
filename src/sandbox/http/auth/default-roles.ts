import type { KubeObject } from "../../../kube/index.ts";

const read = ["get", "list", "watch"];
const write = ["create", "delete", "deletecollection", "patch", "update"];
const apiVersion = "rbac.authorization.k8s.io/v1";
const bootstrapLabel = { "kubernetes.io/bootstrapping": "rbac-defaults" };

interface Rule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly verbs: readonly string[];
}

const everything: readonly Rule[] = [
  { apiGroups: ["*"], resources: ["*"], verbs: ["*"] },
  { nonResourceURLs: ["*"], verbs: ["*"] },
];

const workloads = [
  ...rule(
    "",
    [
      "bindings",
      "configmaps",
      "endpoints",
      "events",
      "limitranges",
      "namespaces",
      "persistentvolumeclaims",
      "pods",
      "pods/log",
      "pods/status",
      "replicationcontrollers",
      "resourcequotas",
      "serviceaccounts",
      "services",
    ],
    read,
  ),
  ...rule("apps", ["controllerrevisions", "daemonsets", "deployments", "deployments/scale", "replicasets", "replicasets/scale", "statefulsets", "statefulsets/scale"], read),
  ...rule("autoscaling", ["horizontalpodautoscalers"], read),
  ...rule("batch", ["cronjobs", "jobs"], read),
  ...rule("discovery.k8s.io", ["endpointslices"], read),
  ...rule("networking.k8s.io", ["ingresses", "networkpolicies"], read),
  ...rule("policy", ["poddisruptionbudgets"], read),
];

const editing = [
  ...rule("", ["configmaps", "events", "persistentvolumeclaims", "pods", "pods/eviction", "replicationcontrollers", "secrets", "serviceaccounts", "services"], write),
  ...rule("", ["secrets"], read),
  ...rule("", ["serviceaccounts"], ["impersonate"]),
  ...rule("apps", ["daemonsets", "deployments", "deployments/scale", "replicasets", "replicasets/scale", "statefulsets", "statefulsets/scale"], write),
  ...rule("autoscaling", ["horizontalpodautoscalers"], write),
  ...rule("batch", ["cronjobs", "jobs"], write),
  ...rule("networking.k8s.io", ["ingresses", "networkpolicies"], write),
  ...rule("policy", ["poddisruptionbudgets"], write),
  ...rule("coordination.k8s.io", ["leases"], [...read, ...write]),
];

const administering = [
  ...rule("rbac.authorization.k8s.io", ["roles", "rolebindings"], [...read, ...write]),
  ...rule("authorization.k8s.io", ["localsubjectaccessreviews"], ["create"]),
];

const publicPaths = ["/healthz", "/livez", "/readyz", "/version", "/version/"];
const discoveryPaths = ["/api", "/api/*", "/apis", "/apis/*", "/openapi", "/openapi/*", ...publicPaths];

/** The roles and bindings every cluster starts with, as far as people refer to them. */
export const defaultRoles: readonly KubeObject[] = [
  clusterRole("cluster-admin", everything),
  clusterRole("admin", [...workloads, ...editing, ...administering], { "rbac.authorization.k8s.io/aggregate-to-admin": "true" }),
  clusterRole("edit", [...workloads, ...editing], { "rbac.authorization.k8s.io/aggregate-to-edit": "true" }),
  clusterRole("view", workloads, { "rbac.authorization.k8s.io/aggregate-to-view": "true" }),
  clusterRole("system:discovery", [{ nonResourceURLs: discoveryPaths, verbs: ["get"] }]),
  clusterRole("system:public-info-viewer", [{ nonResourceURLs: publicPaths, verbs: ["get"] }]),
  clusterRole("system:basic-user", [
    ...rule("authorization.k8s.io", ["selfsubjectaccessreviews", "selfsubjectrulesreviews"], ["create"]),
    ...rule("authentication.k8s.io", ["selfsubjectreviews"], ["create"]),
  ]),
  clusterRoleBinding("cluster-admin", ["system:masters"]),
  clusterRoleBinding("system:discovery", ["system:authenticated"]),
  clusterRoleBinding("system:public-info-viewer", ["system:authenticated", "system:unauthenticated"]),
  clusterRoleBinding("system:basic-user", ["system:authenticated"]),
];

function rule(group: string, resources: readonly string[], verbs: readonly string[]): readonly Rule[] {
  return [{ apiGroups: [group], resources, verbs }];
}

function clusterRole(name: string, rules: readonly Rule[], labels: Readonly<Record<string, string>> = {}): KubeObject {
  return { apiVersion, kind: "ClusterRole", metadata: { name, labels: { ...bootstrapLabel, ...labels } }, rules };
}

function clusterRoleBinding(name: string, groups: readonly string[]): KubeObject {
  return {
    apiVersion,
    kind: "ClusterRoleBinding",
    metadata: { name, labels: bootstrapLabel },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name },
    subjects: groups.map((group) => ({ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: group })),
  };
}
