const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `1500ms`, `2s`, `1m30s` or a bare number of seconds as milliseconds; `undefined` for anything else. */
export function parseDuration(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) return undefined;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? ""] ?? 0), 0);
}

/** A span as Go prints it: `0s`, `250ms`, `1.5s`, `2m40s`. */
export function formatDuration(spanMs: number): string {
  if (spanMs === 0) return "0s";
  if (spanMs < 1000) return `${spanMs}ms`;
  const minutes = Math.floor(spanMs / 60_000);
  return `${minutes > 0 ? `${minutes}m` : ""}${(spanMs - minutes * 60_000) / 1000}s`;
}
