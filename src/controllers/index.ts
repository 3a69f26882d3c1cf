/** One folder per kind we keep: reconcile, status, setup. They write to the cluster only through the Kubernetes API and learn of Git through a `SourceReader`. */
export { type ApplicationController, createApplicationController } from "./application/create-controller.ts";
export { type PinnedSource, type SourceReader } from "./application/deps.ts";
export { type Instruments } from "./application/observer.ts";
export { createEvents, type Events } from "./events/create-events.ts";
export { type EventReason, eventReasons } from "./events/event.ts";
export { createProjectController } from "./project/create-controller.ts";
export { createSealedSecretController, type SealedSecretController, type SealedSecretControllerOptions } from "./sealed-secret/create-controller.ts";
export { runSealedSecretObserver } from "./sealed-secret/observer/run-observer.ts";
