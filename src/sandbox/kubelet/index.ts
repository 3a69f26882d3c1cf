/**
 * The fake kubelet: node objects, a small scheduler, the life of pods, a model of image registries, logs. A client of the Kubernetes API that runs nothing
 * and says so; what containers do follows from their image, their command and the annotation `sandbox.sillage.dev/behavior`.
 */
export { createKubelet, type Kubelet } from "./create-kubelet.ts";
