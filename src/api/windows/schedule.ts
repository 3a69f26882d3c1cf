import { SillageError } from "../../errors/index.ts";

/** The minutes of a calendar at which something starts. Knows no time zone: instants are read as UTC. */
export interface Schedule {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly weekdays: ReadonlySet<number>;
  /** Both days of the month and of the week were named: either will do. */
  readonly takesEitherDay: boolean;
}

interface FieldRule {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  /** Names that stand for numbers, the first for `min`. */
  readonly names: readonly string[];
}

const rules = {
  minute: { label: "minute", min: 0, max: 59, names: [] },
  hour: { label: "hour", min: 0, max: 23, names: [] },
  day: { label: "day of month", min: 1, max: 31, names: [] },
  month: { label: "month", min: 1, max: 12, names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"] },
  weekday: { label: "day of week", min: 0, max: 6, names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] },
} satisfies Readonly<Record<string, FieldRule>>;

/** Five cron fields, as Argo CD takes them: lists, ranges, steps, names of months and weekdays. Throws `invalid` naming the field. */
export function parseSchedule(text: string): Schedule {
  const [minute, hour, day, month, weekday, ...more] = text.trim().split(/\s+/);
  if (minute === undefined || hour === undefined || day === undefined || month === undefined || weekday === undefined || more.length > 0) {
    throw new SillageError("invalid", `Schedule "${text}" needs five fields: minute, hour, day of month, month, day of week`, { terminal: true });
  }
  return {
    minutes: parseField(minute, rules.minute),
    hours: parseField(hour, rules.hour),
    days: new Set(parseField(day, rules.day)),
    months: new Set(parseField(month, rules.month)),
    weekdays: new Set(parseField(weekday, rules.weekday)),
    takesEitherDay: !isStar(day) && !isStar(weekday),
  };
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** The rarest day, February 29, comes back within eight years. */
const searchedDays = 9 * 366;

/** The first start after the instant; `undefined` for a schedule that names no day of any calendar, such as February 30. */
export function nextStart(schedule: Schedule, afterMs: number): number | undefined {
  const first = Math.floor(afterMs / dayMs) * dayMs;
  for (let midnight = first; midnight < first + searchedDays * dayMs; midnight += dayMs) {
    if (!isOnDay(schedule, new Date(midnight))) continue;
    const start = startsOf(schedule, midnight).find((ms) => ms > afterMs);
    if (start !== undefined) return start;
  }
  return undefined;
}

function isOnDay({ days, months, weekdays, takesEitherDay }: Schedule, date: Date): boolean {
  if (!months.has(date.getUTCMonth() + 1)) return false;
  const [isDay, isWeekday] = [days.has(date.getUTCDate()), weekdays.has(date.getUTCDay())];
  return takesEitherDay ? isDay || isWeekday : isDay && isWeekday;
}

function startsOf({ hours, minutes }: Schedule, midnight: number): readonly number[] {
  return hours.flatMap((hour) => minutes.map((minute) => midnight + (hour * 60 + minute) * minuteMs));
}

/** A step makes a choice of days, so it is no star. */
function isStar(field: string): boolean {
  return field.split(",").some((part) => /^[*?](\/0*1)?$/.test(part));
}

function parseField(field: string, rule: FieldRule): number[] {
  const values = field.split(",").flatMap((part) => parsePart(part, { field, rule }));
  return [...new Set(values)].toSorted((a, b) => a - b);
}

function parsePart(part: string, where: { readonly field: string; readonly rule: FieldRule }): number[] {
  const { rule } = where;
  const match = /^([^/-]+)(?:-([^/-]+))?(?:\/(\d+))?$/.exec(part);
  if (match === null) throw refuse(part, where);
  const [, first = "", last, stepText] = match;
  const isOpen = first === "*" || first === "?";
  if (isOpen && last !== undefined) throw refuse(part, where);
  const from = isOpen ? rule.min : parseValue(first, rule);
  const to = isOpen || (last === undefined && stepText !== undefined) ? rule.max : parseValue(last ?? first, rule);
  const step = Number(stepText ?? 1);
  if (from === undefined || to === undefined || from < rule.min || to > rule.max || from > to || step === 0) throw refuse(part, where);
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_none, index) => from + index * step);
}

function parseValue(text: string, { min, names }: FieldRule): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  const index = names.indexOf(text.toLowerCase());
  return index < 0 ? undefined : min + index;
}

function refuse(part: string, { field, rule }: { readonly field: string; readonly rule: FieldRule }): SillageError {
  const where = part === field ? "" : ` of "${field}"`;
  return new SillageError("invalid", `"${part}"${where} is no ${rule.label}: it takes ${rule.min} to ${rule.max}, ranges, lists and steps`, { terminal: true });
}
