/** Argo CD's ProjectService: what teams may use and touch, and the tokens of their roles, as operations. Who may widen a project is decided here as well. */
export { createProjectCache, type ProjectCache } from "./cache.ts";
export { createProjectOperations } from "./operations.ts";
export type { ProjectServiceDeps } from "./deps.ts";
