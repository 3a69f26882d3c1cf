const steps = [
  { unit: "d", ms: 86_400_000 },
  { unit: "h", ms: 3_600_000 },
  { unit: "m", ms: 60_000 },
] as const;

/** How long ago, in the largest unit that fits: `3d`, `5h`, `2m`, `7s`. Empty for no time. */
export function formatAge(createdAt: string | undefined, nowMs: number): string {
  const age = nowMs - Date.parse(createdAt ?? "");
  if (Number.isNaN(age)) return "";
  const step = steps.find(({ ms }) => age >= ms);
  return step === undefined ? `${Math.max(0, Math.floor(age / 1000))}s` : `${Math.floor(age / step.ms)}${step.unit}`;
}
