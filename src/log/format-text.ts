/** A line of JSON as `time=… level=info msg="…" key=value`: what is not a plain word is quoted, so that no value can pass for another line or key. */
export function formatText(line: string): string {
  const { time, level, msg, ...fields }: Record<string, unknown> = JSON.parse(line);
  const entries = Object.entries({ time, level, msg, ...fields });
  return `${entries.map(([key, value]) => `${key}=${formatValue(value)}`).join(" ")}\n`;
}

function formatValue(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return /^[\w./:@+-]+$/.test(text) ? text : JSON.stringify(text);
}
