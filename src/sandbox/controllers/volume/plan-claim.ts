import { getField, getList, getRecord, getString, type JsonObject, type KubeObject } from "../../../kube/index.ts";
import { toJson } from "../../machinery/index.ts";

export const claimFinalizer = "kubernetes.io/pvc-protection";
const selectedNodeAnnotation = "volume.kubernetes.io/selected-node";

export type ClaimStep =
  | { readonly kind: "none" }
  | { readonly kind: "unprotect" }
  | { readonly kind: "wait"; readonly type: "Normal" | "Warning"; readonly reason: string; readonly message: string }
  | { readonly kind: "bind"; readonly volume: KubeObject }
  | { readonly kind: "provision"; readonly volume: KubeObject };

export interface ClaimInput {
  readonly storageClass: KubeObject | undefined;
  /** Unbound volumes, and those bound to this claim. */
  readonly volumes: readonly KubeObject[];
  /** Pods that mount the claim and have not finished. */
  readonly users: readonly KubeObject[];
}

/** What a claim needs next: a volume that is there, a new one of its class, or patience. */
export function planClaim(claim: KubeObject, { storageClass, volumes, users }: ClaimInput): ClaimStep {
  if (claim.metadata.deletionTimestamp !== undefined)
    return users.length === 0 && claim.metadata.finalizers?.includes(claimFinalizer) === true ? { kind: "unprotect" } : { kind: "none" };
  if (getString(claim, "status", "phase") === "Bound") return { kind: "none" };
  const volume = volumes.find((candidate) => fits(candidate, claim));
  if (volume !== undefined) return { kind: "bind", volume };
  const className = getString(claim, "spec", "storageClassName") ?? "";
  if (className === "") {
    return { kind: "wait", type: "Normal", reason: "FailedBinding", message: "no persistent volumes available for this claim and no storage class is set" };
  }
  if (storageClass === undefined) return { kind: "wait", type: "Warning", reason: "ProvisioningFailed", message: `storageclass.storage.k8s.io "${className}" not found` };
  const waits = getString(storageClass, "volumeBindingMode") === "WaitForFirstConsumer" && claim.metadata.annotations?.[selectedNodeAnnotation] === undefined;
  if (waits && !users.some((pod) => getString(pod, "spec", "nodeName") !== undefined)) {
    return { kind: "wait", type: "Normal", reason: "WaitForFirstConsumer", message: "waiting for first consumer to be created before binding" };
  }
  return { kind: "provision", volume: createVolume(claim, storageClass) };
}

/** The status of a claim that is bound to this volume. */
export function computeBoundStatus(volume: KubeObject): JsonObject {
  return toJson({ phase: "Bound", accessModes: getList(volume, "spec", "accessModes"), capacity: getRecord(volume, "spec", "capacity") });
}

export function claimRefOf(claim: KubeObject): JsonObject {
  const { namespace, name, uid, resourceVersion } = claim.metadata;
  return toJson({ apiVersion: "v1", kind: "PersistentVolumeClaim", namespace, name, uid, resourceVersion });
}

function fits(volume: KubeObject, claim: KubeObject): boolean {
  const wanted = getString(claim, "spec", "volumeName");
  const ref = getRecord(volume, "spec", "claimRef");
  if (ref !== undefined) return ref["namespace"] === claim.metadata.namespace && ref["name"] === claim.metadata.name && (ref["uid"] ?? claim.metadata.uid) === claim.metadata.uid;
  if (wanted !== undefined) return volume.metadata.name === wanted;
  const sameClass = (getString(volume, "spec", "storageClassName") ?? "") === (getString(claim, "spec", "storageClassName") ?? "");
  const modes = getList(volume, "spec", "accessModes");
  return sameClass && getList(claim, "spec", "accessModes").every((mode) => modes.includes(mode));
}

function createVolume(claim: KubeObject, storageClass: KubeObject): KubeObject {
  const provisioner = getString(storageClass, "provisioner") ?? "";
  const name = `pvc-${claim.metadata.uid ?? ""}`;
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name, annotations: { "pv.kubernetes.io/provisioned-by": provisioner } },
    spec: {
      capacity: { storage: getField(claim, "spec", "resources", "requests", "storage") ?? "1Gi" },
      accessModes: getList(claim, "spec", "accessModes"),
      claimRef: claimRefOf(claim),
      persistentVolumeReclaimPolicy: getString(storageClass, "reclaimPolicy") ?? "Delete",
      storageClassName: storageClass.metadata.name,
      volumeMode: getString(claim, "spec", "volumeMode") ?? "Filesystem",
      hostPath: { path: `/var/lib/sandbox/${name}`, type: "" },
    },
  };
}
