/**
 * What every simulated controller and the fake kubelet share: the built-in resources, caches over them, writes that wait for their echo, events,
 * the contract of container logs, and small pure readings of pods, nodes and conditions. Everything goes through the Kubernetes API; nothing here knows
 * the sandbox's store.
 */
export { awaitEcho } from "./await-echo.ts";
export { claimsOf, createCaches, type Caches, type MachineryDeps } from "./caches.ts";
export { type Condition, getCondition, isConditionTrue, mergeConditions } from "./conditions.ts";
export { isEqualJson } from "./equal-json.ts";
export { createEventRecorder, type EventNote, type EventRecorder } from "./event-recorder.ts";
export { resolveIntOrPercent } from "./int-or-percent.ts";
export { formatRef, parseRef, refOf } from "./keys.ts";
export { findUntoleratedTaint, matchesNode } from "./node-fit.ts";
export { createControllerRef, getControllerRef } from "./owners.ts";
export { computeAvailableInMs, countRestarts, isPodActive, isPodFinished, isPodReady } from "./pods.ts";
export { resources } from "./resources.ts";
export { computeHash } from "./template-hash.ts";
export { formatMicroTime, formatTime, parseTime } from "./time.ts";
export { tolerateLateness } from "./tolerate-lateness.ts";
export { toJson } from "./to-json.ts";
export type { LogRequest, LogSource } from "./log-source.ts";
export { createWork, type Loop, type Trigger } from "./work.ts";
export { createWriter, type Writer } from "./writer.ts";
