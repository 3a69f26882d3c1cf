/** The endpoint of a kind; `subresource` is "" for the object itself. */
export interface Endpoint {
  readonly group: string;
  readonly kind: string;
  readonly subresource: string;
  readonly hasStatus: boolean;
  readonly custom: boolean;
}

type Fields = readonly (readonly string[])[];

/** Kinds whose /status endpoint stores no metadata either. */
const statusWithoutMetadata: ReadonlySet<string> = new Set([
  "admissionregistration.k8s.io/ValidatingAdmissionPolicy",
  "apiregistration.k8s.io/APIService",
  "flowcontrol.apiserver.k8s.io/FlowSchema",
  "flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration",
  "internal.apiserver.k8s.io/StorageVersion",
  "networking.k8s.io/ServiceCIDR",
  "resource.k8s.io/DeviceTaintRule",
  "resource.k8s.io/ResourceClaim",
  "resource.k8s.io/ResourcePoolStatusRequest",
  "scheduling.k8s.io/PodGroup",
  "storage.k8s.io/VolumeAttachment",
  "storagemigration.k8s.io/StorageVersionMigration",
]);

const statusExtras: Readonly<Record<string, Fields>> = {
  "apps/Deployment": [["metadata", "labels"]],
  "/Pod": [
    ["metadata", "deletionTimestamp"],
    ["metadata", "ownerReferences"],
  ],
};

/** Fields an endpoint does not store and nobody comes to own through it: `status` on the main resource, `spec` on /status. */
export function getResetFields({ group, kind, subresource, hasStatus, custom }: Endpoint): Fields {
  const key = `${group}/${kind}`;
  if (key === "certificates.k8s.io/CertificateSigningRequest") {
    if (subresource === "status") return [["spec"], ["status", "conditions"]];
    return subresource === "approval" ? [["spec"], ["status", "certificate"]] : [["spec"], ["status"]];
  }
  if (subresource === "") return hasStatus ? [["status"]] : [];
  if (subresource !== "status") return [];
  return custom || statusWithoutMetadata.has(key) ? [["metadata"], ["spec"]] : [["spec"], ...(statusExtras[key] ?? [])];
}
