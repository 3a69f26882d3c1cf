import { getField, getList, getRecord } from "../../../kube/index.ts";
import { type Default, type Fields, all, each, ensure, fill, when, within } from "./default.ts";
import { pod, podSpec, podTemplate } from "./pod-defaults.ts";

function spec(...defaults: readonly Default[]): Default {
  return ensure("spec", all(...defaults));
}

function status(defaults: Readonly<Record<string, unknown>>): Default {
  return ensure("status", fill(defaults));
}

const claimSpec = fill({ volumeMode: "Filesystem" });

const claimTemplate = all(fill({ kind: "PersistentVolumeClaim", apiVersion: "v1" }), ensure("spec", claimSpec), status({ phase: "Pending" }));

const jobSpec = all(
  fill({
    parallelism: 1,
    completions: (value: Fields) => (value["parallelism"] === undefined || value["parallelism"] === 1 ? 1 : undefined),
    backoffLimit: (value: Fields) => (value["backoffLimitPerIndex"] === undefined ? 6 : 2_147_483_647),
    completionMode: "NonIndexed",
    suspend: false,
    manualSelector: false,
    podReplacementPolicy: (value: Fields) => (value["podFailurePolicy"] === undefined ? "TerminatingOrFailed" : "Failed"),
  }),
  podTemplate,
);

const webhook = fill({
  failurePolicy: "Fail",
  matchPolicy: "Equivalent",
  namespaceSelector: {},
  objectSelector: {},
  timeoutSeconds: 10,
});

const webhookDetails = all(webhook, each("rules", fill({ scope: "*" })), within("clientConfig", within("service", fill({ port: 443 }))));

const roleRef = within("roleRef", fill({ apiGroup: "rbac.authorization.k8s.io" }));
const subject: Default = (value) => fill({ apiGroup: value["kind"] === "ServiceAccount" ? undefined : "rbac.authorization.k8s.io" })(value);
const binding = all(roleRef, each("subjects", subject));

/** Labels a workload copies from its template when it has none of its own. */
const templateLabels: Default = (value) => {
  const labels = getRecord(value, "spec", "template", "metadata", "labels");
  return labels === undefined || getField(value, "metadata", "labels") !== undefined ? value : within("metadata", fill({ labels }))(value);
};

const servicePort: Default = (value) => fill({ protocol: "TCP", targetPort: value["port"] })(value);

const service = all(
  spec(
    fill({ sessionAffinity: "None", type: "ClusterIP" }),
    each("ports", servicePort),
    when((value) => value["type"] !== "ExternalName", fill({ internalTrafficPolicy: "Cluster" })),
    when((value) => value["type"] === "NodePort" || value["type"] === "LoadBalancer", fill({ externalTrafficPolicy: "Cluster" })),
    when((value) => value["type"] === "LoadBalancer", fill({ allocateLoadBalancerNodePorts: true })),
    when((value) => value["sessionAffinity"] === "ClientIP", fill({ sessionAffinityConfig: { clientIP: { timeoutSeconds: 10_800 } } })),
  ),
  status({ loadBalancer: {} }),
);

function policyTypes(value: Fields): readonly string[] {
  return getList(value, "egress").length > 0 || value["egress"] !== undefined ? ["Ingress", "Egress"] : ["Ingress"];
}

const scaleRules = fill({ selectPolicy: "Max" });
const scaleUp = all(
  scaleRules,
  fill({
    stabilizationWindowSeconds: 0,
    policies: [
      { type: "Pods", value: 4, periodSeconds: 15 },
      { type: "Percent", value: 100, periodSeconds: 15 },
    ],
  }),
);
const scaleDown = all(scaleRules, fill({ policies: [{ type: "Percent", value: 100, periodSeconds: 15 }] }));
const averageCpu = [{ type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } } }];

/** What the server adds to each built-in kind, by `group/plural`. */
export const kindDefaults: Readonly<Record<string, Default>> = {
  "/pods": all(pod, status({ phase: "Pending" })),
  "/podtemplates": within("template", within("spec", podSpec)),
  "/replicationcontrollers": all(spec(fill({ replicas: 1 }), podTemplate), templateLabels, status({ replicas: 0 })),
  "apps/deployments": all(
    spec(
      fill({ replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 }),
      ensure(
        "strategy",
        all(
          fill({ type: "RollingUpdate" }),
          when((value) => value["type"] === "RollingUpdate", ensure("rollingUpdate", fill({ maxUnavailable: "25%", maxSurge: "25%" }))),
        ),
      ),
      podTemplate,
    ),
    status({}),
  ),
  "apps/replicasets": all(spec(fill({ replicas: 1 }), podTemplate), templateLabels, status({ replicas: 0 })),
  "apps/statefulsets": all(
    spec(
      fill({ replicas: 1, podManagementPolicy: "OrderedReady", revisionHistoryLimit: 10 }),
      ensure("persistentVolumeClaimRetentionPolicy", fill({ whenDeleted: "Retain", whenScaled: "Retain" })),
      ensure(
        "updateStrategy",
        all(
          fill({ type: "RollingUpdate" }),
          when((value) => value["type"] === "RollingUpdate", ensure("rollingUpdate", fill({ partition: 0 }))),
        ),
      ),
      each("volumeClaimTemplates", claimTemplate),
      podTemplate,
    ),
    status({ replicas: 0, availableReplicas: 0 }),
  ),
  "apps/daemonsets": all(
    spec(
      fill({ revisionHistoryLimit: 10 }),
      ensure(
        "updateStrategy",
        all(
          fill({ type: "RollingUpdate" }),
          when((value) => value["type"] === "RollingUpdate", ensure("rollingUpdate", fill({ maxUnavailable: 1, maxSurge: 0 }))),
        ),
      ),
      podTemplate,
    ),
    status({ currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 }),
  ),
  "batch/jobs": all(spec(jobSpec), templateLabels, status({})),
  "batch/cronjobs": all(
    spec(
      fill({ concurrencyPolicy: "Allow", suspend: false, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 }),
      ensure("jobTemplate", all(fill({ metadata: {} }), ensure("spec", podTemplate))),
    ),
    status({}),
  ),
  "/services": service,
  "/endpoints": each("subsets", each("ports", fill({ protocol: "TCP" }))),
  "/secrets": fill({ type: "Opaque" }),
  "/nodes": status({}),
  "/namespaces": ensure("metadata", (value) => ensure("labels", fill({ "kubernetes.io/metadata.name": value["name"] }))(value)),
  "/persistentvolumeclaims": all(spec(claimSpec), status({ phase: "Pending" })),
  "/persistentvolumes": all(spec(fill({ persistentVolumeReclaimPolicy: "Retain", volumeMode: "Filesystem" })), status({ phase: "Pending" })),
  "/resourcequotas": status({}),
  "autoscaling/horizontalpodautoscalers": all(
    spec(fill({ minReplicas: 1, metrics: averageCpu }), within("behavior", all(ensure("scaleUp", scaleUp), ensure("scaleDown", scaleDown)))),
    status({ currentMetrics: null, desiredReplicas: 0 }),
  ),
  "networking.k8s.io/ingresses": all(spec(each("rules", within("http", each("paths", fill({ pathType: "ImplementationSpecific" }))))), status({ loadBalancer: {} })),
  "networking.k8s.io/ingressclasses": within("spec", within("parameters", fill({ scope: "Cluster" }))),
  "networking.k8s.io/networkpolicies": spec(
    fill({ policyTypes, podSelector: {} }),
    each("ingress", each("ports", fill({ protocol: "TCP" }))),
    each("egress", each("ports", fill({ protocol: "TCP" }))),
  ),
  "policy/poddisruptionbudgets": status({ disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 }),
  "discovery.k8s.io/endpointslices": each("ports", fill({ name: "", protocol: "TCP" })),
  "rbac.authorization.k8s.io/rolebindings": binding,
  "rbac.authorization.k8s.io/clusterrolebindings": binding,
  "storage.k8s.io/storageclasses": fill({ reclaimPolicy: "Delete", volumeBindingMode: "Immediate" }),
  "scheduling.k8s.io/priorityclasses": fill({ preemptionPolicy: "PreemptLowerPriority" }),
  "admissionregistration.k8s.io/mutatingwebhookconfigurations": each("webhooks", all(webhookDetails, fill({ reinvocationPolicy: "Never" }))),
  "admissionregistration.k8s.io/validatingwebhookconfigurations": each("webhooks", webhookDetails),
  "apiextensions.k8s.io/customresourcedefinitions": spec(fill({ conversion: { strategy: "None" } })),
  "apiregistration.k8s.io/apiservices": all(spec(within("service", fill({ port: 443 }))), status({})),
};
