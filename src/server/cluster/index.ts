/** Argo CD's ClusterService, as far as clusters can be read: the one we run in and those kept in labelled Secrets, as operations. No credentials are in any answer. */
export { createClusterOperations } from "./operations.ts";
export { describeClusterSecret } from "./cluster.ts";
export type { ClusterServiceDeps } from "./deps.ts";
