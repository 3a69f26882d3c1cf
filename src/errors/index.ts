/**
 * The closed error family. Every failure that crosses a module boundary is a `SillageError` with one of these codes;
 * the code decides the HTTP status and the CLI exit code, the message is for people.
 */
export { SillageError, isSillageError, toSillageError, describeError, type ErrorCode } from "./sillage-error.ts";
export { httpStatusOf } from "./http-status.ts";
