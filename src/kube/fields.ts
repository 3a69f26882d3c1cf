/** Reading `unknown` JSON without casts. All of them return `undefined` when the value is absent or of another type. */

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path of field names and list indexes. */
export function getField(value: unknown, ...path: readonly (string | number)[]): unknown {
  let current = value;
  for (const step of path) {
    if (typeof step === "number") current = Array.isArray(current) ? current[step] : undefined;
    else current = isRecord(current) ? current[step] : undefined;
  }
  return current;
}

export function getString(value: unknown, ...path: readonly (string | number)[]): string | undefined {
  const found = getField(value, ...path);
  return typeof found === "string" ? found : undefined;
}

export function getNumber(value: unknown, ...path: readonly (string | number)[]): number | undefined {
  const found = getField(value, ...path);
  return typeof found === "number" ? found : undefined;
}

export function getBoolean(value: unknown, ...path: readonly (string | number)[]): boolean | undefined {
  const found = getField(value, ...path);
  return typeof found === "boolean" ? found : undefined;
}

export function getRecord(value: unknown, ...path: readonly (string | number)[]): Readonly<Record<string, unknown>> | undefined {
  const found = getField(value, ...path);
  return isRecord(found) ? found : undefined;
}

/** The list at the path; an empty one when there is none. */
export function getList(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = getField(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** A map of strings at the path, such as labels; values that are not strings are left out. */
export function getStringMap(value: unknown, ...path: readonly (string | number)[]): Readonly<Record<string, string>> {
  const entries = Object.entries(getRecord(value, ...path) ?? {});
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}
