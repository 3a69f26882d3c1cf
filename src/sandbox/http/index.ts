/**
 * The Kubernetes API over the store: routing, discovery, tables, reads, writes, watches, admission and authorization, and the HTTPS server in front.
 * Refuses to run anything: controllers and kubelets are clients of it.
 */
export type { ApiRequest, ApiResponse, User } from "./api-request.ts";
export type { Cluster } from "./call.ts";
export { Catalog } from "./catalog/catalog.ts";
export { createOpenApi } from "./catalog/open-api.ts";
export { defaultRoles } from "./auth/default-roles.ts";
export { handle } from "./handle.ts";
export { createAuthority } from "./serve/certificates.ts";
export { createInProcessTransport } from "./serve/in-process-transport.ts";
export { formatKubeconfig } from "./serve/kubeconfig.ts";
export { type Listener, listen } from "./serve/listen.ts";
export { watchDefinitions } from "./catalog/watch-definitions.ts";
export { cleanUpDefinitions } from "./write/clean-up-definitions.ts";
