/** Argo CD's SessionService: log in, log out, who am I. */
export { createSessionOperations } from "./operations.ts";
export type { SessionServiceDeps } from "./operations.ts";
