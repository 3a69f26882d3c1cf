import { getField, getList, getRecord, getString, getStringMap, type KubeObject } from "../../../kube/index.ts";
import { createControllerRef } from "../../machinery/index.ts";
import { createPodFromTemplate } from "../replica-set/plan-replica-set.ts";
import { revisionHashLabel, templateOf } from "../revisions.ts";

/** A pod of a StatefulSet and the claims it mounts: everything carries the ordinal in its name. */
export interface StatefulPod {
  readonly pod: KubeObject;
  readonly claims: readonly KubeObject[];
}

export function createStatefulPod(statefulSet: KubeObject, options: { readonly ordinal: number; readonly revision: KubeObject }): StatefulPod {
  const { ordinal, revision } = options;
  const setName = statefulSet.metadata.name ?? "";
  const name = `${setName}-${ordinal}`;
  const namespace = statefulSet.metadata.namespace ?? "";
  const { metadata, spec, ...rest } = createPodFromTemplate(templateOf(revision), { generateName: "", namespace });
  const { generateName: _, ...meta } = metadata;
  const claims = getList(statefulSet, "spec", "volumeClaimTemplates").map((template) => createClaim(statefulSet, { template, podName: name }));
  const labels = {
    ...metadata.labels,
    [revisionHashLabel]: revision.metadata.name ?? "",
    "statefulset.kubernetes.io/pod-name": name,
    "apps.kubernetes.io/pod-index": String(ordinal),
  };
  const pod = {
    ...rest,
    metadata: { ...meta, name, labels, ownerReferences: [createControllerRef(statefulSet)] },
    spec: { ...getRecord(spec), hostname: name, subdomain: getString(statefulSet, "spec", "serviceName") ?? "", ...volumesOf(statefulSet, { spec, podName: name }) },
  };
  return { pod, claims };
}

/** The ordinal at the end of a pod's name; `undefined` when the name is not of this StatefulSet. */
export function ordinalOf(statefulSet: KubeObject, pod: KubeObject): number | undefined {
  const prefix = `${statefulSet.metadata.name ?? ""}-`;
  const tail = pod.metadata.name?.startsWith(prefix) === true ? pod.metadata.name.slice(prefix.length) : "";
  return /^\d+$/.test(tail) ? Number(tail) : undefined;
}

function volumesOf(statefulSet: KubeObject, input: { readonly spec: unknown; readonly podName: string }): { readonly volumes?: readonly unknown[] } {
  const templates = getList(statefulSet, "spec", "volumeClaimTemplates").map((template) => getString(template, "metadata", "name") ?? "");
  const others = getList(input.spec, "volumes").filter((volume) => !templates.includes(getString(volume, "name") ?? ""));
  const claimed = templates.map((name) => ({ name, persistentVolumeClaim: { claimName: `${name}-${input.podName}` } }));
  return others.length + claimed.length === 0 ? {} : { volumes: [...claimed, ...others] };
}

function createClaim(statefulSet: KubeObject, input: { readonly template: unknown; readonly podName: string }): KubeObject {
  const { template, podName } = input;
  const removed = getString(statefulSet, "spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted") === "Delete";
  const annotations = getRecord(template, "metadata", "annotations") === undefined ? {} : { annotations: getStringMap(template, "metadata", "annotations") };
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: {
      name: `${getString(template, "metadata", "name") ?? ""}-${podName}`,
      namespace: statefulSet.metadata.namespace ?? "",
      labels: { ...getStringMap(template, "metadata", "labels"), ...getStringMap(statefulSet, "spec", "selector", "matchLabels") },
      ...annotations,
      ...(removed ? { ownerReferences: [{ ...createControllerRef(statefulSet), controller: false }] } : {}),
    },
    spec: getField(template, "spec") ?? {},
  };
}
