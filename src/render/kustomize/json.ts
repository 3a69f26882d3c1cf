/** An object under construction. Only the renderer holds it: what was parsed has been copied before. */
export interface MutableRecord {
  [field: string]: unknown;
}

/** A map, but not an integer that was kept as text because a number cannot hold it. */
export function isMutableRecord(value: unknown): value is MutableRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !JSON.isRawJSON(value);
}

/** A deep copy, in which nothing is shared any more. */
export function copyRecord(record: Readonly<Record<string, unknown>>): MutableRecord {
  return mapRecord(record, (value) => value);
}

/** A copy of what was parsed in the dialect of Kustomize: null where null was written, undefined where a value was left out. */
export function copyParsed(record: Readonly<Record<string, unknown>>): MutableRecord {
  return mapRecord(record, (value) => (value === undefined ? null : value === null ? undefined : value));
}

/** A copy in which every value that was left out is null. */
export function writeNulls(record: Readonly<Record<string, unknown>>): MutableRecord {
  return mapRecord(record, (value) => value ?? null);
}

function mapRecord(record: Readonly<Record<string, unknown>>, change: (leaf: unknown) => unknown): MutableRecord {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, mapValue(value, change)]));
}

function mapValue(value: unknown, change: (leaf: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mapValue(item, change));
  return isMutableRecord(value) ? mapRecord(value, change) : change(value);
}

/** A scalar as it is written; "" for what is not a scalar. */
export function scalarText(value: unknown): string {
  if (JSON.isRawJSON(value)) return value.rawJSON;
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

/** The map in a field; an empty one takes the place of null or nothing. */
export function ensureRecord(holder: MutableRecord, field: string): MutableRecord {
  const found = holder[field];
  if (isMutableRecord(found)) return found;
  const created: MutableRecord = {};
  holder[field] = created;
  return created;
}
