import { isRecord } from "../index.ts";

/** JSON merge patch (RFC 7396): maps merge, `null` deletes, everything else replaces. */
export function applyMergePatch(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const result: Record<string, unknown> = { ...(isRecord(target) ? target : {}) };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else setOwn(result, { key, value: applyMergePatch(result[key], value) });
  }
  return result;
}

/** Also right for a key such as `__proto__`, which plain assignment would give to the prototype. */
function setOwn(target: Record<string, unknown>, { key, value }: { readonly key: string; readonly value: unknown }): void {
  if (key === "__proto__") Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}
