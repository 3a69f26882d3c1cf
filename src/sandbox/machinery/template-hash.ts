const safeAlphabet = "bcdfghjklmnpqrstvwxz2456789";

/** A stable short name for a JSON value, independent of key order, in the alphabet Kubernetes uses for generated names. */
export function computeHash(value: unknown, salt = ""): string {
  let hash = 0x81_1c_9d_c5;
  for (const char of salt + canonicalize(value)) {
    hash ^= char.codePointAt(0) ?? 0;
    hash = Math.imul(hash, 0x01_00_01_93) >>> 0;
  }
  return Array.from(String(hash).padStart(10, "0"), (digit) => safeAlphabet[Number(digit)]).join("");
}

function canonicalize(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalize).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{${entries
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${canonicalize(field)}`)
    .join(",")}}`;
}
