import type { Log } from "../log/index.ts";
import type { SettingProblem } from "../settings/index.ts";

export interface ReportedProblem extends SettingProblem {
  /** The ConfigMap or Secret. */
  readonly object: string;
}

/** One concern of the settings as it is now: the very same value until what it is read from is another. */
export interface SettingView<Value> {
  get(): Value;
  getProblems(): readonly ReportedProblem[];
}

export interface SettingViewOptions<Source, Value> {
  /** The ConfigMap or Secret, for problems. */
  readonly object: string;
  read(): Source;
  parse(source: Source, last: Value | undefined): { readonly value: Value; readonly problems: readonly SettingProblem[] };
}

/** Logs each problem when it turns up, not each time it is seen. */
export function createSettingView<Source, Value>(log: Log, options: SettingViewOptions<Source, Value>): SettingView<Value> {
  let seen: { readonly source: Source; readonly value: Value; readonly problems: readonly ReportedProblem[] } | undefined;

  function refresh(): NonNullable<typeof seen> {
    const source = options.read();
    if (seen !== undefined && seen.source === source) return seen;
    const { value, problems } = options.parse(source, seen?.value);
    const known = new Set(seen?.problems.map(({ message }) => message));
    for (const { key, message } of problems) if (!known.has(message)) log.warn("Setting not understood", { object: options.object, key, problem: message });
    seen = { source, value, problems: problems.map((problem) => ({ object: options.object, ...problem })) };
    return seen;
  }

  return { get: () => refresh().value, getProblems: () => refresh().problems };
}
