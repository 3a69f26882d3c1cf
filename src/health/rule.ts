import type { HealthStatus, HealthStatusCode } from "../api/index.ts";
import type { KubeObject } from "../kube/index.ts";

/** Judges live objects of one kind. `undefined`: this object has no health. */
export type HealthRule = (object: KubeObject) => HealthStatus | undefined;

/** Rules by `group/Kind`. */
export type HealthRules = Readonly<Record<string, HealthRule>>;

export const healthy: HealthStatus = { status: "Healthy" };

export function health(status: HealthStatusCode, message?: string): HealthStatus {
  return message === undefined || message === "" ? { status } : { status, message };
}
