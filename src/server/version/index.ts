/** Argo CD's VersionService: which version serves, as an operation. */
export { createVersionOperations } from "./operations.ts";
