/** The structured log: constant messages, data in keys, never a secret. */
export { createLog, type Log } from "./log.ts";
export { type Context } from "./context.ts";
