/** Argo CD's RepositoryService: the repositories applications may use, and how to get into them, as operations. */
export { createRepositoryOperations } from "./operations.ts";
export type { RepositoryServiceDeps } from "./deps.ts";
