/** By how much the clocks of a zone (an IANA name) are ahead of UTC at an instant; `undefined` when there is no such zone. */
export function zoneOffsetMs(timeZone: string, atMs: number): number | undefined {
  if (!/^[A-Za-z]/.test(timeZone)) return undefined;
  try {
    const parts = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" }).formatToParts(atMs);
    const offset = parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
    const [, sign = "+", hours = "0", minutes = "0", seconds = "0"] = /([+-])(\d{2}):(\d{2})(?::(\d{2}))?/.exec(offset) ?? [];
    return (sign === "-" ? -1 : 1) * (Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1_000);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
