/** A span as Go prints it: `0s`, `250ms`, `1.5s`, `2m40s`. */
export function formatDuration(spanMs: number): string {
  if (spanMs === 0) return "0s";
  if (spanMs < 1000) return `${spanMs}ms`;
  const minutes = Math.floor(spanMs / 60_000);
  return `${minutes > 0 ? `${minutes}m` : ""}${(spanMs - minutes * 60_000) / 1000}s`;
}
