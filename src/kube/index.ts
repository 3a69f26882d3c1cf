/**
 * Kubernetes without GitOps: object types and keys, reading untyped JSON, quantities, and the client with its connections. Promises plain JSON in and
 * out, failures with the server's message and what was done to which object, and no secret in any of them. Knows nothing of Applications.
 */
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
export { type ApiResource, type DeleteOptions, type KubeClient, type ObjectRef, type WatchEvent, type WatchOptions } from "./client.ts";
export { fetchCoreResource } from "./fetch-core-resource.ts";
export { createKubeClient } from "./create-client.ts";
export { parseLabelSelector } from "./label-selector.ts";
export { matchesExpression, matchesSelector } from "./matches-selector.ts";
export { loadInCluster } from "./in-cluster.ts";
export { loadKubeconfig } from "./kubeconfig.ts";
export { isNewer } from "./resource-version.ts";
export { canonicalQuantity, parseQuantity } from "./quantity.ts";
export { createHttpTransport } from "./http-transport.ts";
export { type ClusterConnection } from "./connection.ts";
export { type Transport, type TransportRequest, type TransportResponse } from "./transport.ts";
