import { isSameJson } from "../../diff/index.ts";
import { isRecord } from "../../kube/index.ts";

/** The JSON merge patch that makes `before` into `after`; `undefined` when they are the same. */
export function computeMergePatch(before: unknown, after: unknown): unknown {
  if (isSameJson(before, after)) return undefined;
  if (!isRecord(before) || !isRecord(after)) return after ?? null;
  const patch: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const change = computeMergePatch(before[key], after[key]);
    if (change !== undefined) patch[key] = change;
  }
  return patch;
}
