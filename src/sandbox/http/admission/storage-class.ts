import { type KubeObject, getField, getRecord } from "../../../kube/index.ts";
import type { Call } from "../call.ts";

const defaultAnnotation = "storageclass.kubernetes.io/is-default-class";

/** A claim that names no class gets the newest of the default ones. */
export function chooseStorageClass(call: Call, claim: KubeObject): KubeObject {
  if (getField(claim, "spec", "storageClassName") !== undefined) return claim;
  const classes = call.cluster.store.list("storage.k8s.io/storageclasses") ?? [];
  const defaults = classes.filter((stored) => stored.object.metadata.annotations?.[defaultAnnotation] === "true");
  const newest = defaults.toSorted((a, b) => (b.object.metadata.creationTimestamp ?? "").localeCompare(a.object.metadata.creationTimestamp ?? ""))[0];
  return newest === undefined ? claim : { ...claim, spec: { ...getRecord(claim, "spec"), storageClassName: newest.name } };
}
