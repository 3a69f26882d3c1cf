/** Kubernetes without GitOps: object types and keys, reading untyped JSON, the client contract. Knows nothing of Applications. */
export {
  type GroupVersionKind,
  type JsonObject,
  type JsonValue,
  type KubeObject,
  type ManagedFieldsEntry,
  type ObjectKey,
  type ObjectMeta,
  type OwnerReference,
  describeObject,
  formatApiVersion,
  formatKey,
  gvkOf,
  isKubeObject,
  keyOf,
  parseApiVersion,
} from "./object.ts";
export { getBoolean, getField, getList, getNumber, getRecord, getString, getStringMap, isRecord } from "./fields.ts";
export {
  type ApiResource,
  type ApplyOptions,
  type CallOptions,
  type DeleteOptions,
  type Discovery,
  type KubeClient,
  type ListOptions,
  type ObjectList,
  type ObjectRef,
  type PatchOptions,
  type PatchType,
  type WatchEvent,
  type WatchOptions,
  type WriteOptions,
} from "./client.ts";
export { createKubeClient, type KubeClientDeps, type KubeClientOptions } from "./create-client.ts";
export { loadInCluster, type InClusterOptions } from "./in-cluster.ts";
export { loadKubeconfig, type KubeconfigOptions } from "./kubeconfig.ts";
export { canonicalQuantity, parseQuantity, type Quantity } from "./quantity.ts";
export { createHttpTransport } from "./http-transport.ts";
export { type ClientCertificate, type ClusterConnection, type Credentials, type ExecPlugin } from "./connection.ts";
export { type Transport, type TransportRequest, type TransportResponse } from "./transport.ts";
