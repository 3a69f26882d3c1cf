/** A time in Unix seconds as RFC 3339, in UTC. */
export function formatTime(seconds: number): string {
  return new Date(seconds * 1_000).toISOString().replace(/\.000Z$/, "Z");
}
