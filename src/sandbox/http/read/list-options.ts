import { forbiddenValue, invalidValue, unsupportedValue } from "../field-error.ts";
import { StatusError, badRequest, invalid } from "../status-error.ts";

export interface ListOptions {
  readonly labelSelector: string;
  readonly fieldSelector: string;
  readonly limit: number | undefined;
  readonly continueToken: string;
  /** `undefined` when not given; 0 means any. */
  readonly revision: number | undefined;
  readonly match: "Exact" | "NotOlderThan" | undefined;
  readonly sendInitialEvents: boolean | undefined;
  readonly bookmarks: boolean;
  readonly timeoutSeconds: number | undefined;
}

const optionsSubject = { group: "meta.k8s.io", plural: "listoptions", kind: "ListOptions" };

/** Reads the options of a list or watch from the query; 400 or 422 for what no server would answer. */
export function parseListOptions(query: URLSearchParams, watch: boolean): ListOptions {
  const revision = parseRevision(query.get("resourceVersion") ?? "");
  const match = parseMatch(query.get("resourceVersionMatch") ?? "");
  const initial = query.get("sendInitialEvents");
  const options: ListOptions = {
    labelSelector: query.get("labelSelector") ?? "",
    fieldSelector: query.get("fieldSelector") ?? "",
    limit: parseCount(query.get("limit")),
    continueToken: query.get("continue") ?? "",
    revision,
    match,
    sendInitialEvents: initial === null ? undefined : initial === "true" || initial === "1",
    bookmarks: ["true", "1"].includes(query.get("allowWatchBookmarks") ?? ""),
    timeoutSeconds: parseCount(query.get("timeoutSeconds")),
  };
  const problems = watch ? checkWatch(options) : checkList(options);
  if (problems.length > 0) throw invalid(optionsSubject, "", problems);
  return options;
}

export function parseRevision(text: string): number | undefined {
  if (text === "") return undefined;
  if (!/^\d+$/.test(text)) throw badRequest(`resourceVersion: Invalid value: "${text}": strconv.ParseUint: parsing "${text}": invalid syntax`);
  return Number(text);
}

/** 504 for a revision the server has not reached. */
export function checkReached(revision: number, current: number): void {
  if (revision <= current) return;
  throw new StatusError({
    code: 504,
    reason: "Timeout",
    message: `Timeout: Too large resource version: ${revision}, current: ${current}`,
    details: { causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }], retryAfterSeconds: 1 },
  });
}

function parseMatch(text: string): ListOptions["match"] {
  if (text === "") return undefined;
  if (text === "Exact" || text === "NotOlderThan") return text;
  throw invalid(optionsSubject, "", [unsupportedValue("resourceVersionMatch", text, ["Exact", "NotOlderThan", ""])]);
}

function parseCount(text: string | null): number | undefined {
  if (text === null || text === "") return undefined;
  const count = Number(text);
  if (!Number.isInteger(count)) throw badRequest(`strconv.ParseInt: parsing "${text}": invalid syntax`);
  return count > 0 ? count : undefined;
}

function checkList(options: ListOptions): ReturnType<typeof forbiddenValue>[] {
  const { match, revision, continueToken, sendInitialEvents } = options;
  if (sendInitialEvents !== undefined) return [forbiddenValue("sendInitialEvents", "sendInitialEvents is forbidden for list")];
  if (match !== undefined && revision === undefined) return [forbiddenValue("resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided")];
  if (match !== undefined && continueToken !== "") return [forbiddenValue("resourceVersionMatch", "resourceVersionMatch is forbidden when continue is provided")];
  if (match === "Exact" && revision === 0) return [forbiddenValue("resourceVersionMatch", 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"')];
  if (continueToken !== "" && revision !== undefined && revision !== 0) throw badRequest("specifying resource version is not allowed when using continue");
  return [];
}

function checkWatch(options: ListOptions): ReturnType<typeof forbiddenValue>[] {
  const { match, sendInitialEvents } = options;
  if (sendInitialEvents === undefined) {
    return match === undefined ? [] : [forbiddenValue("resourceVersionMatch", "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided")];
  }
  if (match === undefined) return [forbiddenValue("resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan")];
  if (match !== "NotOlderThan") return [unsupportedValue("resourceVersionMatch", match, ["NotOlderThan"])];
  return options.continueToken === "" ? [] : [invalidValue("continue", options.continueToken, "must not be set for watch")];
}
