/**
 * The simulated cluster: a Kubernetes API server in this process, for our own client and for unmodified kubectl. It starts with what every cluster
 * has and nothing running; controllers and kubelets are its clients.
 */
export { type Sandbox, administrator, createSandbox } from "./create-sandbox.ts";
