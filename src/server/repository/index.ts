/**
 * Argo CD's RepositoryService and RepoCredsService: the repositories applications may use, and how to get into them, as operations. No credentials are in any
 * answer.
 */
export { createRepositoryOperations } from "./operations.ts";
export { describeRepositorySecret } from "./repository-secret.ts";
export type { RepositoryServiceDeps } from "./deps.ts";
