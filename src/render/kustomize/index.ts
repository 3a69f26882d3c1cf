/**
 * Kustomize in process: builds a kustomization from a read-only file view, in time linear in the number of objects, and keeps where each object
 * was written. Promises the result of `kustomize build` or `unsupported`, never something in between. Knows nothing of Git, Helm or clusters.
 */
export { type BuildResult, buildKustomization } from "./build-kustomization.ts";
