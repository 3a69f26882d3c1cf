import { annotations } from "../../api/index.ts";
import type { ApiResource, KubeObject } from "../../kube/index.ts";

/** Kinds that change all the time and belong in no tree; those Argo CD leaves out as it is shipped, too. */
const excludedGroups = new Set([
  "events.k8s.io",
  "metrics.k8s.io",
  "coordination.k8s.io",
  "discovery.k8s.io",
  "cilium.io",
  "wgpolicyk8s.io",
  "authorization.k8s.io",
  "authentication.k8s.io",
]);
const excludedKinds = new Set(["/Event", "/Endpoints", "certificates.k8s.io/CertificateSigningRequest", "cert-manager.io/CertificateRequest"]);
/** Kinds whose state a tree tells, so they are watched whole. */
const wholeKinds = new Set(["/Pod", "apps/ReplicaSet", "batch/Job"]);

/** Whether objects of the kind may have been made by others: what can be watched, apart from what clusters have for themselves. */
export function isTreeKind({ group, kind, verbs, namespaced }: ApiResource): boolean {
  const isBuiltIn = !group.includes(".") || group.endsWith(".k8s.io");
  if (!verbs.includes("list") || !verbs.includes("watch") || (isBuiltIn && !namespaced)) return false;
  return !excludedGroups.has(group) && !excludedKinds.has(`${group}/${kind}`);
}

export function isWatchedWhole({ group, kind }: Pick<ApiResource, "group" | "kind">): boolean {
  return wholeKinds.has(`${group}/${kind}`);
}

/** Of the other objects only what makes them nodes is kept: identity, age, owners. */
export function keepIdentity({ apiVersion, kind, metadata }: KubeObject): KubeObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp, deletionTimestamp, ownerReferences } = metadata;
  const tracking = metadata.annotations?.[annotations.trackingId];
  const kept = { name, namespace, uid, resourceVersion, creationTimestamp, deletionTimestamp, ownerReferences };
  const defined = Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined));
  return { apiVersion, kind, metadata: tracking === undefined ? defined : { ...defined, annotations: { [annotations.trackingId]: tracking } } };
}
