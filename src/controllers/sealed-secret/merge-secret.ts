import { isSameJson } from "../../diff/index.ts";
import { getBoolean, getRecord, getString, type KubeObject, type OwnerReference, parseApiVersion } from "../../kube/index.ts";
import { sealedGroup, secretAnnotations } from "./names.ts";

/**
 * `replace`: the Secret is what its SealedSecret says, nothing else. `restore`: like it, but labels, annotations and owners that others added stay, so that we
 * fight with nobody. `patch`: only our items, labels and annotations are put in; the rest belongs to somebody else.
 */
export type MergeMode = "replace" | "restore" | "patch";

/** The Secret to write. Works on real Secrets and on digests alike. */
export function mergeSecret(live: KubeObject, desired: KubeObject, mode: MergeMode): KubeObject {
  const metadata = { ...live.metadata, ...mergeMetadata(live, desired, mode) };
  if (mode === "patch") return { ...live, metadata, data: { ...getRecord(live, "data"), ...getRecord(desired, "data") } };
  const { immutable: _before, ...rest } = live;
  return { ...rest, metadata, type: typeOf(desired), data: getRecord(desired, "data") ?? {}, ...(isImmutable(desired) ? { immutable: true } : {}) };
}

function mergeMetadata(
  { metadata: live }: KubeObject,
  { metadata: desired }: KubeObject,
  mode: MergeMode,
): Pick<KubeObject["metadata"], "labels" | "annotations" | "ownerReferences"> {
  const { labels = {}, annotations = {}, ownerReferences = [] } = desired;
  if (mode === "replace") return { labels, annotations, ownerReferences };
  const { ownerReferences: owners = [] } = live;
  const isAdopted = mode === "restore" || live.annotations?.[secretAnnotations.managed] === "true";
  return {
    labels: { ...live.labels, ...labels },
    annotations: { ...live.annotations, ...annotations },
    ownerReferences: isAdopted ? [...owners.filter((owner) => !isSealedSecretOwner(owner)), ...ownerReferences] : owners,
  };
}

export function isSameSecret(one: KubeObject, other: KubeObject): boolean {
  return isSameJson(comparable(one), comparable(other));
}

function comparable(secret: KubeObject): unknown {
  const { labels = {}, annotations = {}, ownerReferences = [] } = secret.metadata;
  return { labels, annotations, ownerReferences, type: typeOf(secret), immutable: isImmutable(secret), data: getRecord(secret, "data") ?? {} };
}

export function isSealedSecretOwner({ apiVersion, kind, controller }: OwnerReference): boolean {
  return kind === "SealedSecret" && parseApiVersion(apiVersion).group === sealedGroup && controller === true;
}

export function typeOf(secret: KubeObject): string {
  const type = getString(secret, "type") ?? "";
  return type === "" ? "Opaque" : type;
}

export function isImmutable(secret: KubeObject): boolean {
  return getBoolean(secret, "immutable") === true;
}
