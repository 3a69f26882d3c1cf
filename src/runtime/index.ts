/** Our small controller-runtime: the reconcile contract, work queue, informer cache, controllers. Knows nothing of GitOps. */
export { type Reconcile, type Result, done } from "./reconcile.ts";
export { type Change, type Informer } from "./informer.ts";
