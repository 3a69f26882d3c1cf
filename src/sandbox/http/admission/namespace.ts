import { type KubeObject, getField, getRecord } from "../../../kube/index.ts";
import type { Call } from "../call.ts";

export function completeNamespace(_call: Call, namespace: KubeObject): KubeObject {
  const { metadata } = namespace;
  const name = metadata.name ?? "";
  return {
    ...namespace,
    metadata: { ...metadata, labels: { ...metadata.labels, "kubernetes.io/metadata.name": name } },
    spec: { ...getRecord(namespace, "spec"), finalizers: getField(namespace, "spec", "finalizers") ?? ["kubernetes"] },
    status: { phase: "Active" },
  };
}
