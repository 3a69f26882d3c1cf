const suffixes: Readonly<Record<string, number>> = { "": 1, m: 1e-3, k: 1e3, M: 1e6, G: 1e9, T: 1e12, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 };

/** A resource quantity as a plain number; 0 for what is none. */
export function readQuantity(value: unknown): number {
  if (typeof value === "number") return value;
  const match = typeof value === "string" ? /^([+-]?[\d.]+(?:[eE][+-]?\d+)?)([A-Za-z]*)$/.exec(value) : null;
  return match === null ? 0 : Number(match[1]) * (suffixes[match[2] ?? ""] ?? 0);
}
