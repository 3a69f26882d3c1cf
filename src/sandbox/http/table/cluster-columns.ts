import { type KubeObject, getBoolean, getField, getList, getString } from "../../../kube/index.ts";
import { fieldColumn, textColumn, wide } from "./cells.ts";
import { type Column, ageColumn, nameColumn } from "./column.ts";

const createdColumns: readonly Column[] = [nameColumn, { name: "Created At", type: "date", cell: (object) => object.metadata.creationTimestamp }];

export const clusterColumns: Readonly<Record<string, readonly Column[]>> = {
  "/namespaces": [nameColumn, fieldColumn("Status", ["status", "phase"]), ageColumn],
  "/nodes": [
    nameColumn,
    textColumn("Status", nodeStatus),
    textColumn("Roles", nodeRoles),
    ageColumn,
    fieldColumn("Version", ["status", "nodeInfo", "kubeletVersion"]),
    wide(textColumn("Internal-IP", (object) => nodeAddress(object, "InternalIP"))),
    wide(textColumn("External-IP", (object) => nodeAddress(object, "ExternalIP"))),
    wide(fieldColumn("OS-Image", ["status", "nodeInfo", "osImage"], "<unknown>")),
    wide(fieldColumn("Kernel-Version", ["status", "nodeInfo", "kernelVersion"], "<unknown>")),
    wide(fieldColumn("Container-Runtime", ["status", "nodeInfo", "containerRuntimeVersion"], "<unknown>")),
  ],
  "/persistentvolumes": [
    nameColumn,
    fieldColumn("Capacity", ["spec", "capacity", "storage"]),
    textColumn("Access Modes", (object) => accessModes(getField(object, "spec"))),
    fieldColumn("Reclaim Policy", ["spec", "persistentVolumeReclaimPolicy"]),
    textColumn("Status", (object) => (object.metadata.deletionTimestamp === undefined ? getString(object, "status", "phase") : "Terminating")),
    textColumn("Claim", (object) => {
      const name = getString(object, "spec", "claimRef", "name");
      return name === undefined ? "" : `${getString(object, "spec", "claimRef", "namespace") ?? ""}/${name}`;
    }),
    fieldColumn("StorageClass", ["spec", "storageClassName"]),
    fieldColumn("VolumeAttributesClass", ["spec", "volumeAttributesClassName"], "<unset>"),
    fieldColumn("Reason", ["status", "reason"]),
    ageColumn,
    wide(fieldColumn("VolumeMode", ["spec", "volumeMode"], "<unset>")),
  ],
  "/persistentvolumeclaims": [
    nameColumn,
    textColumn("Status", (object) => (object.metadata.deletionTimestamp === undefined ? getString(object, "status", "phase") : "Terminating")),
    fieldColumn("Volume", ["spec", "volumeName"]),
    textColumn("Capacity", (object) => (getString(object, "spec", "volumeName") === undefined ? "" : getString(object, "status", "capacity", "storage"))),
    textColumn("Access Modes", (object) => (getString(object, "spec", "volumeName") === undefined ? "" : accessModes(getField(object, "status")))),
    fieldColumn("StorageClass", ["spec", "storageClassName"]),
    fieldColumn("VolumeAttributesClass", ["spec", "volumeAttributesClassName"], "<unset>"),
    ageColumn,
    wide(fieldColumn("VolumeMode", ["spec", "volumeMode"], "<unset>")),
  ],
  "storage.k8s.io/storageclasses": [
    {
      ...nameColumn,
      cell: (object) => (object.metadata.annotations?.["storageclass.kubernetes.io/is-default-class"] === "true" ? `${object.metadata.name} (default)` : object.metadata.name),
    },
    fieldColumn("Provisioner", ["provisioner"]),
    fieldColumn("ReclaimPolicy", ["reclaimPolicy"]),
    fieldColumn("VolumeBindingMode", ["volumeBindingMode"]),
    { name: "AllowVolumeExpansion", type: "string", cell: (object) => getBoolean(object, "allowVolumeExpansion") === true },
    ageColumn,
  ],
  "apiextensions.k8s.io/customresourcedefinitions": createdColumns,
  "apiregistration.k8s.io/apiservices": [
    nameColumn,
    textColumn("Service", (object) => {
      const name = getString(object, "spec", "service", "name");
      return name === undefined ? "Local" : `${getString(object, "spec", "service", "namespace")}/${name}`;
    }),
    textColumn("Available", (object) => {
      const condition = getList(object, "status", "conditions").find((one) => getString(one, "type") === "Available");
      const status = getString(condition, "status") ?? "Unknown";
      return status === "True" ? status : `${status} (${getString(condition, "reason") ?? ""})`;
    }),
    ageColumn,
  ],
  "node.k8s.io/runtimeclasses": [nameColumn, fieldColumn("Handler", ["handler"]), ageColumn],
  "admissionregistration.k8s.io/validatingwebhookconfigurations": webhookColumns(),
  "admissionregistration.k8s.io/mutatingwebhookconfigurations": webhookColumns(),
};

function webhookColumns(): readonly Column[] {
  return [nameColumn, { name: "Webhooks", type: "integer", cell: (object) => getList(object, "webhooks").length }, ageColumn];
}

function nodeStatus(node: KubeObject): string {
  const ready = getList(node, "status", "conditions").find((condition) => getString(condition, "type") === "Ready");
  const word = ready === undefined ? "Unknown" : getString(ready, "status") === "True" ? "Ready" : "NotReady";
  return getBoolean(node, "spec", "unschedulable") === true ? `${word},SchedulingDisabled` : word;
}

function nodeRoles(node: KubeObject): string {
  const prefix = "node-role.kubernetes.io/";
  const roles = Object.keys(node.metadata.labels ?? {}).flatMap((label) => (label.startsWith(prefix) ? [label.slice(prefix.length)] : []));
  return roles.length === 0 ? "<none>" : roles.sort().join(",");
}

function nodeAddress(node: KubeObject, type: string): string {
  return (
    getString(
      getList(node, "status", "addresses").find((address) => getString(address, "type") === type),
      "address",
    ) ?? "<none>"
  );
}

const shortModes: Readonly<Record<string, string>> = { ReadWriteOnce: "RWO", ReadOnlyMany: "ROX", ReadWriteMany: "RWX", ReadWriteOncePod: "RWOP" };

function accessModes(holder: unknown): string {
  return getList(holder, "accessModes")
    .map((mode) => shortModes[String(mode)] ?? String(mode))
    .join(",");
}
