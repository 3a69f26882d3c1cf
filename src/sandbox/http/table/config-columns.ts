import { type KubeObject, getBoolean, getField, getList, getNumber, getRecord, getString, getStringMap } from "../../../kube/index.ts";
import { fieldColumn, formatValue, joinOrNone, textColumn, wide } from "./cells.ts";
import { type Column, ageColumn, nameColumn } from "./column.ts";
import { age } from "./durations.ts";

const bindingColumns: readonly Column[] = [
  nameColumn,
  textColumn("Role", (object) => `${getString(object, "roleRef", "kind")}/${getString(object, "roleRef", "name")}`),
  ageColumn,
  wide(textColumn("Users", (object) => subjectsOf(object, "User"))),
  wide(textColumn("Groups", (object) => subjectsOf(object, "Group"))),
  wide(textColumn("ServiceAccounts", (object) => subjectsOf(object, "ServiceAccount"))),
];

const createdColumns: readonly Column[] = [nameColumn, { name: "Created At", type: "date", cell: (object) => object.metadata.creationTimestamp }];

export const configColumns: Readonly<Record<string, readonly Column[]>> = {
  "/configmaps": [nameColumn, dataColumn((object) => keysOf(object, "data") + keysOf(object, "binaryData")), ageColumn],
  "/secrets": [nameColumn, fieldColumn("Type", ["type"]), dataColumn((object) => keysOf(object, "data")), ageColumn],
  "/serviceaccounts": [nameColumn, { name: "Secrets", type: "string", cell: (object) => String(getList(object, "secrets").length) }, ageColumn],
  "/events": [
    textColumn("Last Seen", (object, now) => age(getString(object, "series", "lastObservedTime") ?? getString(object, "lastTimestamp") ?? getString(object, "eventTime"), now)),
    fieldColumn("Type", ["type"]),
    fieldColumn("Reason", ["reason"]),
    textColumn("Object", (object) => `${(getString(object, "involvedObject", "kind") ?? "").toLowerCase()}/${getString(object, "involvedObject", "name") ?? ""}`),
    wide(fieldColumn("Subobject", ["involvedObject", "fieldPath"])),
    wide(
      textColumn("Source", (object) =>
        [getString(object, "source", "component"), getString(object, "source", "host")].filter((part) => part !== undefined && part !== "").join(", "),
      ),
    ),
    textColumn("Message", (object) => (getString(object, "message") ?? "").trim()),
    wide(textColumn("First Seen", (object, now) => age(getString(object, "firstTimestamp") ?? getString(object, "eventTime"), now))),
    wide(textColumn("Count", (object) => String(getNumber(object, "series", "count") ?? getNumber(object, "count") ?? 1))),
    wide(nameColumn),
  ],
  "/limitranges": createdColumns,
  "/podtemplates": [
    nameColumn,
    textColumn("Containers", (object) => joinOrNone(getList(object, "template", "spec", "containers").map((container) => getString(container, "name")))),
    textColumn("Images", (object) => joinOrNone(getList(object, "template", "spec", "containers").map((container) => getString(container, "image")))),
    textColumn("Pod Labels", (object) => joinOrNone(Object.entries(getStringMap(object, "template", "metadata", "labels")).map(([key, value]) => `${key}=${value}`))),
  ],
  "/resourcequotas": [
    nameColumn,
    textColumn("Request", (object) => quotaCell(object, (resource) => !resource.startsWith("limits."))),
    textColumn("Limit", (object) => quotaCell(object, (resource) => resource.startsWith("limits."))),
    ageColumn,
  ],
  "rbac.authorization.k8s.io/roles": createdColumns,
  "rbac.authorization.k8s.io/clusterroles": createdColumns,
  "rbac.authorization.k8s.io/rolebindings": bindingColumns,
  "rbac.authorization.k8s.io/clusterrolebindings": bindingColumns,
  "policy/poddisruptionbudgets": [
    nameColumn,
    fieldColumn("Min Available", ["spec", "minAvailable"], "N/A"),
    fieldColumn("Max Unavailable", ["spec", "maxUnavailable"], "N/A"),
    { name: "Allowed Disruptions", type: "integer", cell: (object) => getNumber(object, "status", "disruptionsAllowed") ?? 0 },
    ageColumn,
  ],
  "autoscaling/horizontalpodautoscalers": [
    nameColumn,
    textColumn("Reference", (object) => `${getString(object, "spec", "scaleTargetRef", "kind")}/${getString(object, "spec", "scaleTargetRef", "name")}`),
    textColumn("Targets", hpaTargets),
    fieldColumn("MinPods", ["spec", "minReplicas"], "<unset>"),
    { name: "MaxPods", type: "integer", cell: (object) => getNumber(object, "spec", "maxReplicas") ?? 0 },
    { name: "Replicas", type: "integer", cell: (object) => getNumber(object, "status", "currentReplicas") ?? 0 },
    ageColumn,
  ],
  "coordination.k8s.io/leases": [nameColumn, fieldColumn("Holder", ["spec", "holderIdentity"]), ageColumn],
  "scheduling.k8s.io/priorityclasses": [
    nameColumn,
    { name: "Value", type: "integer", cell: (object) => getNumber(object, "value") ?? 0 },
    { name: "Global-Default", type: "boolean", cell: (object) => getBoolean(object, "globalDefault") === true },
    ageColumn,
    fieldColumn("PreemptionPolicy", ["preemptionPolicy"]),
  ],
};

function dataColumn(count: (object: KubeObject) => number): Column {
  return { name: "Data", type: "string", cell: (object) => String(count(object)) };
}

function keysOf(object: KubeObject, field: string): number {
  return Object.keys(getRecord(object, field) ?? {}).length;
}

function subjectsOf(object: KubeObject, kind: string): string {
  return getList(object, "subjects")
    .filter((subject) => getString(subject, "kind") === kind)
    .map((subject) => (kind === "ServiceAccount" ? `${getString(subject, "namespace") ?? ""}/${getString(subject, "name")}` : getString(subject, "name")))
    .join(", ");
}

function quotaCell(object: KubeObject, matches: (resource: string) => boolean): string {
  const used = getStringMap(object, "status", "used");
  return Object.entries(getStringMap(object, "status", "hard"))
    .filter(([resource]) => matches(resource))
    .map(([resource, hard]) => `${resource}: ${used[resource] ?? "0"}/${hard}`)
    .sort()
    .join(", ");
}

function hpaTargets(object: KubeObject): string {
  const current = getList(object, "status", "currentMetrics");
  const targets = getList(object, "spec", "metrics").map((metric, index) => {
    const name = getString(metric, "resource", "name");
    const wanted = getNumber(metric, "resource", "target", "averageUtilization");
    const now = getNumber(current[index], "resource", "current", "averageUtilization");
    if (name === undefined || wanted === undefined) return `${now ?? "<unknown>"}/${formatValue(getField(metric, "resource", "target", "averageValue") ?? "<auto>")}`;
    return `${name}: ${now === undefined ? "<unknown>" : `${now}%`}/${wanted}%`;
  });
  return joinOrNone(targets);
}
