import type { OperationState } from "../api/index.ts";
import { getStringMap, type KubeObject } from "../kube/index.ts";

/** Marks a live hook with the attempt it was made for, so that none runs it twice. */
export const operationAnnotation = "sillage.dev/operation";

/** Identifies one try of an operation: a retry runs its hooks anew. */
export function attemptOf({ startedAt, retryCount = 0 }: Pick<OperationState, "startedAt" | "retryCount">): string {
  return retryCount === 0 ? startedAt : `${startedAt}/${retryCount}`;
}

export function belongsToAttempt(live: KubeObject, attempt: string): boolean {
  return getStringMap(live, "metadata", "annotations")[operationAnnotation] === attempt;
}
