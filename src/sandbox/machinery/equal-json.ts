import { isRecord } from "../../kube/index.ts";

/** Whether two JSON values say the same. A field that is null or `undefined` counts as absent: API servers differ in whether they send those. */
export function isEqualJson(left: unknown, right: unknown): boolean {
  if (Array.isArray(left) && Array.isArray(right)) return left.length === right.length && left.every((item, index) => isEqualJson(item, right[index]));
  if (!isRecord(left) || !isRecord(right)) return (left ?? undefined) === (right ?? undefined);
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => isEqualJson(left[key], right[key]));
}
