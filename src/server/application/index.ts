/** Argo CD's ApplicationService: what can be asked of Applications and done with them, as operations. */
export { createApplicationCache } from "./cache.ts";
export { createApplicationOperations } from "./operations.ts";
export type { ApplicationServiceDeps } from "./deps.ts";
