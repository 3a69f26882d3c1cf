import { isRecord } from "../kube/index.ts";

/** Deep equality of JSON values; a key that is absent, undefined or null counts the same. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a === undefined || a === null) return b === undefined || b === null;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, index) => isSameJson(item, b[index]));
  if (!isRecord(a) || !isRecord(b)) return false;
  for (const key in a) if (!isSameJson(a[key], b[key])) return false;
  for (const key in b) if (!(key in a) && b[key] !== undefined && b[key] !== null) return false;
  return true;
}
