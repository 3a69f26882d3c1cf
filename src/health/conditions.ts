import { getList, getString, type KubeObject } from "../kube/index.ts";

export interface Condition {
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

/** The condition of that type in `status.conditions`. */
export function getCondition(object: KubeObject, type: string): Condition | undefined {
  const found = getList(object, "status", "conditions").find((condition) => getString(condition, "type") === type);
  return found === undefined ? undefined : { status: getString(found, "status") ?? "", reason: getString(found, "reason") ?? "", message: getString(found, "message") ?? "" };
}
