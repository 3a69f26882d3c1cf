import { pino, destination } from "pino";

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

export interface LogOptions {
  readonly level: "debug" | "info" | "warn" | "error" | "silent";
}

/** Writes JSON lines to standard error. */
export function createLog(options: LogOptions): Log {
  return wrap(pino({ level: options.level, base: null }, destination({ dest: 2, sync: true })));
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
