import { type KubeObject, getBoolean, getField, getList, getRecord, isRecord } from "../../../kube/index.ts";
import type { Resource } from "../catalog/resource.ts";
import { forbiddenValue, invalidValue } from "../field-error.ts";
import type { StatusCause } from "../status-error.ts";
import { equalJson } from "../write/equal-json.ts";

type Rule = (live: KubeObject, next: KubeObject) => readonly StatusCause[];

const immutableMessage = "field is immutable";

/** The value at the path may not change. */
function fixed(path: string, message = immutableMessage): Rule {
  const steps = path.split(".");
  return (live, next) => {
    const value = getField(next, ...steps);
    return equalJson(getField(live, ...steps), value) ? [] : [invalidValue(path, value, message)];
  };
}

const statefulSetFields = ["replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit", "persistentVolumeClaimRetentionPolicy", "minReadySeconds"];

const rules: Readonly<Record<string, readonly Rule[]>> = {
  "apps/deployments": [fixed("spec.selector")],
  "apps/replicasets": [fixed("spec.selector")],
  "apps/daemonsets": [fixed("spec.selector")],
  "apps/statefulsets": [onlyMayChange("statefulset", statefulSetFields)],
  "batch/jobs": [fixed("spec.selector"), fixed("spec.completions"), fixed("spec.completionMode"), jobTemplate],
  "/services": [clusterAddress],
  "/persistentvolumeclaims": [claimSpec],
  "/secrets": [fixed("type"), immutableData],
  "/configmaps": [immutableData],
  "/pods": [podSpec],
  "rbac.authorization.k8s.io/rolebindings": [fixed("roleRef", "cannot change roleRef")],
  "rbac.authorization.k8s.io/clusterrolebindings": [fixed("roleRef", "cannot change roleRef")],
  "storage.k8s.io/storageclasses": [forbidChange("parameters"), forbidChange("provisioner"), forbidChange("reclaimPolicy"), fixed("volumeBindingMode")],
  "apiextensions.k8s.io/customresourcedefinitions": [fixed("spec.group"), fixed("spec.scope"), fixed("spec.names.plural"), fixed("spec.names.kind")],
  "scheduling.k8s.io/priorityclasses": [forbidChange("value")],
};

export function checkImmutable(resource: Resource, live: KubeObject, next: KubeObject): readonly StatusCause[] {
  return (rules[resource.storeName] ?? []).flatMap((rule) => rule(live, next));
}

function forbidChange(field: string): Rule {
  return (live, next) => (equalJson(live[field], next[field]) ? [] : [forbiddenValue(field, "updates to parameters are forbidden.")]);
}

function onlyMayChange(kind: string, fields: readonly string[]): Rule {
  return (live, next) => {
    const list = fields.map((field) => `'${field}'`);
    const named = `${list.slice(0, -1).join(", ")} and ${list[list.length - 1]}`;
    if (equalJson(omit(live["spec"], fields), omit(next["spec"], fields))) return [];
    return [forbiddenValue("spec", `updates to ${kind} spec for fields other than ${named} are forbidden`)];
  };
}

/** A suspended job that never ran may still get another place to run; nothing else of a template changes. */
function jobTemplate(live: KubeObject, next: KubeObject): readonly StatusCause[] {
  const suspended = getBoolean(live, "spec", "suspend") === true && getField(live, "status", "startTime") === undefined;
  return suspended ? [] : fixed("spec.template")(live, next);
}

function clusterAddress(live: KubeObject, next: KubeObject): readonly StatusCause[] {
  const before = getField(live, "spec", "clusterIP") ?? "";
  const released = getField(live, "spec", "type") === "ExternalName" || getField(next, "spec", "type") === "ExternalName";
  if (released || before === "" || before === getField(next, "spec", "clusterIP")) return [];
  return [invalidValue("spec.clusterIPs[0]", getList(next, "spec", "clusterIPs"), "may not change once set")];
}

function claimSpec(live: KubeObject, next: KubeObject): readonly StatusCause[] {
  const fields = ["resources", "volumeAttributesClassName", ...(getField(live, "spec", "volumeName") === undefined ? ["volumeName", "storageClassName"] : [])];
  if (equalJson(omit(live["spec"], fields), omit(next["spec"], fields))) return [];
  return [forbiddenValue("spec", "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims")];
}

function immutableData(live: KubeObject, next: KubeObject): readonly StatusCause[] {
  if (live["immutable"] !== true) return [];
  const changed = ["data", "binaryData"].filter((field) => !equalJson(live[field], next[field]));
  const released = next["immutable"] === true ? [] : ["immutable"];
  return [...released, ...changed].map((field) => forbiddenValue(field, "field is immutable when `immutable` is set"));
}

/** Of a pod only images, the deadline, tolerations and scheduling gates may change; binding sets the node. */
function podSpec(live: KubeObject, next: KubeObject): readonly StatusCause[] {
  if (equalJson(podShape(live), podShape(next))) return [];
  return [
    forbiddenValue(
      "spec",
      "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)",
    ),
  ];
}

function podShape(pod: KubeObject): unknown {
  const spec = getRecord(pod, "spec") ?? {};
  const containers = (name: string): readonly unknown[] => getList(spec, name).map((container) => omit(container, ["image"]));
  return {
    ...omit(spec, ["activeDeadlineSeconds", "tolerations", "schedulingGates", "terminationGracePeriodSeconds"]),
    containers: containers("containers"),
    initContainers: containers("initContainers"),
    ephemeralContainers: [],
  };
}

function omit(value: unknown, fields: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(isRecord(value) ? value : {}).filter(([name]) => !fields.includes(name)));
}
