/**
 * Our HTTP API: Argo CD's REST paths over transport-free operations, the webhook, the sealing endpoints. It changes the world only by writing Kubernetes
 * objects; what it shows comes from the controller's caches through `ServerDeps`.
 */
export { createSealingServer } from "./sealing-server.ts";
export { createServer } from "./server.ts";
export { createApplicationCache } from "./application/index.ts";
export { createProjectCache, type ProjectCache } from "./project/index.ts";
export type { ServerDeps } from "./deps.ts";
