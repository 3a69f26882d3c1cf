/** A line of a container's log, with when it was written. */
export interface LogLine {
  readonly podName: string;
  readonly content: string;
  /** As the container runtime wrote it. */
  readonly timeStamp: string;
}

/** An instant with nanoseconds, which a number of milliseconds cannot hold. */
interface Instant {
  readonly seconds: number;
  readonly nanoseconds: number;
}

const pattern = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/;

/** Reads a line that begins with its time, as the kubelet gives it when asked so; `undefined` for one that does not. */
export function parseLogLine(line: string, podName: string): LogLine | undefined {
  const space = line.indexOf(" ");
  const timeStamp = space < 0 ? line : line.slice(0, space);
  return pattern.test(timeStamp) ? { podName, timeStamp, content: space < 0 ? "" : line.slice(space + 1) } : undefined;
}

/** Negative when the first time is the earlier one. Texts that are no times come first. */
export function compareTimes(a: string, b: string): number {
  const [first, second] = [parseInstant(a), parseInstant(b)];
  return first.seconds - second.seconds || first.nanoseconds - second.nanoseconds;
}

function parseInstant(text: string): Instant {
  const [, whole = "", fraction = "", zone = ""] = pattern.exec(text) ?? [];
  const milliseconds = Date.parse(`${whole}${zone}`);
  return Number.isNaN(milliseconds) ? { seconds: 0, nanoseconds: 0 } : { seconds: milliseconds / 1_000, nanoseconds: Number(fraction.padEnd(9, "0")) };
}
