/** An `IntOrString` of a rolling update as a number of pods: `25%` of `total`, rounded as asked; a number stays. Anything else is 0. */
export function resolveIntOrPercent(value: unknown, total: number, rounding: "up" | "down"): number {
  if (typeof value === "number") return value;
  const percent = typeof value === "string" && value.endsWith("%") ? Number(value.slice(0, -1)) : Number.NaN;
  if (Number.isNaN(percent)) return 0;
  return rounding === "up" ? Math.ceil((percent * total) / 100) : Math.floor((percent * total) / 100);
}
