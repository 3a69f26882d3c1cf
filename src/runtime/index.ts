/** Our small controller-runtime: the reconcile contract, work queue, informer cache, controllers. Knows nothing of GitOps. */
export { type Reconcile, type Result, done } from "./reconcile.ts";
export { type Change, type Informer } from "./informer.ts";
export { createController, type Controller, type ControllerDeps, type ControllerOptions } from "./controller.ts";
export { createInformerSet, type InformerSet, type InformerSetOptions } from "./informer-set.ts";
export { createInformer, withoutManagedFields, type InformerDeps, type InformerOptions } from "./create-informer.ts";
