import { pino, destination, stdTimeFunctions } from "pino";
import { formatText } from "./format-text.ts";

export type LogFields = Readonly<Record<string, unknown>>;

/** Constant message first, data in keys. Objects are written as `kind/namespace/name`. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A log that adds these keys to every line. */
  with(fields: LogFields): Log;
}

export const logLevels = ["debug", "info", "warn", "error", "silent"] as const;
export const logFormats = ["json", "text"] as const;

export interface LogOptions {
  readonly level: (typeof logLevels)[number];
  /** JSON when left out; the keys are the same: `time`, `level`, `msg`. */
  readonly format?: (typeof logFormats)[number];
}

/** Writes lines to standard error. */
export function createLog({ level, format = "json" }: LogOptions): Log {
  const stderr = destination({ dest: 2, sync: true });
  const output = format === "json" ? stderr : { write: (line: string) => void stderr.write(formatText(line)) };
  return wrap(pino({ level, base: null, timestamp: stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } }, output));
}

type Pino = ReturnType<typeof pino>;

function wrap(logger: Pino): Log {
  return {
    debug: (message, fields = {}) => logger.debug(fields, message),
    info: (message, fields = {}) => logger.info(fields, message),
    warn: (message, fields = {}) => logger.warn(fields, message),
    error: (message, fields = {}) => logger.error(fields, message),
    with: (fields) => wrap(logger.child(fields)),
  };
}
