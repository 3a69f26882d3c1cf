import { SillageError } from "../../../errors/index.ts";

/** Five sets: minutes, hours, days of the month, months, days of the week. */
type Fields = readonly ReadonlySet<number>[];

const ranges = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
] as const;

const macros: Readonly<Record<string, string>> = {
  "@hourly": "0 * * * *",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@weekly": "0 0 * * 0",
  "@monthly": "0 0 1 * *",
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
};

const names: Readonly<Record<string, number>> = {
  ...Object.fromEntries(["sun", "mon", "tue", "wed", "thu", "fri", "sat"].map((name, index) => [name, index])),
  ...Object.fromEntries(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"].map((name, index) => [name, index + 1])),
};

const minuteMs = 60_000;
const horizonMinutes = 366 * 24 * 60;

/** The first time strictly after `afterMs` that a five-field cron schedule (UTC) names; `undefined` when there is none within a year. Throws `invalid`. */
export function computeNextRun(schedule: string, afterMs: number): number | undefined {
  const text = macros[schedule.trim()] ?? schedule.trim();
  const parts = text.split(/\s+/);
  if (parts.length !== ranges.length) throw new SillageError("invalid", `Cannot read the schedule "${schedule}": expected five fields`);
  const fields = parts.map((part, index) => parseField(part, index));
  const anyDay = parts[2] === "*" || parts[4] === "*";
  const first = (Math.floor(afterMs / minuteMs) + 1) * minuteMs;
  for (let minute = 0; minute < horizonMinutes;) {
    const at = first + minute * minuteMs;
    if (matchesDay(fields, { date: new Date(at), anyDay })) {
      if (matchesTime(fields, new Date(at))) return at;
      minute++;
    } else {
      minute += 24 * 60 - Math.floor((at / minuteMs) % (24 * 60));
    }
  }
  return undefined;
}

function parseField(part: string, index: number): ReadonlySet<number> {
  const [low, high] = ranges[index] ?? [0, 0];
  const values = part.split(",").flatMap((item) => {
    const match = /^(\*|\?|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(item);
    const [, from = "", to, step] = match ?? [];
    const wild = from === "*" || from === "?";
    const start = wild ? low : readValue(from);
    const end = to === undefined ? (wild || step !== undefined ? high : start) : readValue(to);
    const stride = Number(step ?? 1);
    if (match === null || !(stride >= 1) || !(start >= low) || !(end <= high || (index === 4 && end === 7))) {
      throw new SillageError("invalid", `Cannot read the schedule field "${part}"`);
    }
    return Array.from({ length: Math.floor((end - start) / stride) + 1 }, (_, step) => start + step * stride);
  });
  return new Set(index === 4 ? values.map((value) => value % 7) : values);
}

function readValue(text: string): number {
  return names[text.toLowerCase()] ?? Number(text);
}

/** With both a day of the month and a day of the week given, either suffices. */
function matchesDay(fields: Fields, { date, anyDay }: { readonly date: Date; readonly anyDay: boolean }): boolean {
  const inMonth = fields[2]?.has(date.getUTCDate()) === true;
  const inWeek = fields[4]?.has(date.getUTCDay()) === true;
  return fields[3]?.has(date.getUTCMonth() + 1) === true && (anyDay ? inMonth && inWeek : inMonth || inWeek);
}

function matchesTime(fields: Fields, date: Date): boolean {
  return fields[0]?.has(date.getUTCMinutes()) === true && fields[1]?.has(date.getUTCHours()) === true;
}
