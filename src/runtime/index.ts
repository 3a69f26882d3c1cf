/**
 * Our small controller-runtime: the reconcile contract, controllers over a work queue, informer caches. Promises that a key is worked on by one worker at a
 * time and never forgotten, and that a cache converges on the server whatever breaks. Knows nothing of GitOps.
 */
export { type Reconcile, type Result, done } from "./reconcile.ts";
export { type Change, type Informer } from "./informer.ts";
export { createController, type Controller, type ControllerDeps, type KeyObserver } from "./controller.ts";
export { createInformerSet, type InformerSet } from "./informer-set.ts";
export { createInformer, withoutManagedFields } from "./create-informer.ts";
