/** Argo CD's AccountService: local accounts, their passwords and tokens, and the question whether the caller may do something. */
export { createAccountOperations } from "./operations.ts";
export type { AccountServiceDeps } from "./deps.ts";
