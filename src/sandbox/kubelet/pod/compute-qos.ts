import { getField, getList, getRecord, type KubeObject } from "../../../kube/index.ts";

/** The quality-of-service class that the resources of a pod's containers give it. */
export function computeQosClass(pod: KubeObject): "Guaranteed" | "Burstable" | "BestEffort" {
  const containers = [...getList(pod, "spec", "containers"), ...getList(pod, "spec", "initContainers")];
  const isEmpty = (value: unknown): boolean => Object.keys(getRecord(value) ?? {}).length === 0;
  if (containers.every((container) => isEmpty(getField(container, "resources", "requests")) && isEmpty(getField(container, "resources", "limits")))) return "BestEffort";
  const guaranteed = containers.every((container) =>
    ["cpu", "memory"].every((name) => {
      const limit = getField(container, "resources", "limits", name);
      return limit !== undefined && (getField(container, "resources", "requests", name) ?? limit) === limit;
    }),
  );
  return guaranteed ? "Guaranteed" : "Burstable";
}
