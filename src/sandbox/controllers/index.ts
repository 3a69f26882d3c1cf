/**
 * The controllers of the sandbox: what kube-controller-manager and a small cloud do, as clients of the Kubernetes API. Each kind has a pure plan and a
 * thin loop that carries it out. They know neither the store nor the kubelet.
 */
export { createCloud, createControllers } from "./create-controllers.ts";
