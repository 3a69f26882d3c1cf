/** The structured log: constant messages, data in keys, never a secret. */
export { createLog, type Log, logFormats, logLevels, type LogOptions } from "./log.ts";
export { type Context } from "./context.ts";
