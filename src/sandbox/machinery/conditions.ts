import { getList, getString, isRecord } from "../../kube/index.ts";

/** One entry of `status.conditions`, as the built-in kinds write them. */
export interface Condition {
  readonly type: string;
  readonly status: "True" | "False" | "Unknown";
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
  readonly [field: string]: unknown;
}

/** The condition of that type in an object's status. */
export function getCondition(object: unknown, type: string): Readonly<Record<string, unknown>> | undefined {
  return getList(object, "status", "conditions").find((entry): entry is Readonly<Record<string, unknown>> => isRecord(entry) && entry["type"] === type);
}

export function isConditionTrue(object: unknown, type: string): boolean {
  return getString(getCondition(object, type), "status") === "True";
}

/** Replaces or appends conditions by type; a transition time moves only when the status does. Other conditions keep their place. */
export function mergeConditions(current: readonly unknown[], wanted: readonly Condition[]): readonly unknown[] {
  const byType = new Map(wanted.map((condition) => [condition.type, condition]));
  const merged = current.map((old) => {
    const next = byType.get(getString(old, "type") ?? "");
    if (next === undefined) return old;
    byType.delete(next.type);
    const since = getString(old, "status") === next.status ? getString(old, "lastTransitionTime") : undefined;
    return since === undefined ? next : { ...next, lastTransitionTime: since };
  });
  return [...merged, ...byType.values()];
}
