import { getBoolean, getNumber, getRecord, getString } from "../../../kube/index.ts";
import type { Call } from "../call.ts";
import { unsupportedValue } from "../field-error.ts";
import { badRequest, invalid } from "../status-error.ts";
import { parseBody } from "./parse-body.ts";

export type FieldValidation = "Strict" | "Warn" | "Ignore";

export interface WriteOptions {
  readonly dryRun: boolean;
  readonly fieldManager: string;
  readonly fieldValidation: FieldValidation;
  readonly force: boolean;
}

const optionsSubject = { group: "meta.k8s.io", plural: "options", kind: "PatchOptions" };

/** The manager of a write that names none is the User-Agent up to its first slash. */
export function parseWriteOptions(call: Call): WriteOptions {
  const userAgent = call.request.headers["user-agent"] ?? "unknown";
  return {
    dryRun: parseDryRun(call.query.getAll("dryRun")),
    fieldManager: call.query.get("fieldManager") || (userAgent.split("/")[0] ?? userAgent),
    fieldValidation: parseFieldValidation(call.query.get("fieldValidation") ?? ""),
    force: ["true", "1"].includes(call.query.get("force") ?? ""),
  };
}

function parseDryRun(values: readonly string[]): boolean {
  const asked = values.filter((value) => value !== "");
  if (asked.some((value) => value !== "All")) throw invalid(optionsSubject, "", [unsupportedValue("dryRun", asked, ["All"])]);
  return asked.length > 0;
}

function parseFieldValidation(value: string): FieldValidation {
  if (value === "") return "Warn";
  if (value === "Strict" || value === "Warn" || value === "Ignore") return value;
  throw invalid(optionsSubject, "", [unsupportedValue("fieldValidation", value, ["Ignore", "Strict", "Warn"])]);
}

export type Propagation = "Background" | "Foreground" | "Orphan";

export interface DeleteOptions {
  readonly dryRun: boolean;
  readonly propagation: Propagation | undefined;
  readonly gracePeriodSeconds: number | undefined;
  readonly uid: string | undefined;
  readonly resourceVersion: string | undefined;
}

/** From the body or the query; the body wins. */
export function parseDeleteOptions(call: Call): DeleteOptions {
  const body = call.request.body === "" ? undefined : getRecord(parseBody(call.request));
  const dryRun = Array.isArray(body?.["dryRun"]) ? body["dryRun"].map(String) : call.query.getAll("dryRun");
  const grace = call.query.get("gracePeriodSeconds");
  return {
    dryRun: parseDryRun(dryRun),
    propagation: parsePropagation(body, call.query),
    gracePeriodSeconds: getNumber(body, "gracePeriodSeconds") ?? (grace === null ? undefined : Number(grace)),
    uid: getString(body, "preconditions", "uid"),
    resourceVersion: getString(body, "preconditions", "resourceVersion"),
  };
}

function parsePropagation(body: unknown, query: URLSearchParams): Propagation | undefined {
  const orphan = getBoolean(body, "orphanDependents") ?? (query.has("orphanDependents") ? query.get("orphanDependents") === "true" : undefined);
  const policy = getString(body, "propagationPolicy") ?? query.get("propagationPolicy") ?? undefined;
  if (policy === undefined) return orphan === undefined ? undefined : orphan ? "Orphan" : "Background";
  if (orphan !== undefined) throw badRequest("orphanDependents and deletionPropagation cannot be both set");
  if (policy === "Background" || policy === "Foreground" || policy === "Orphan") return policy;
  throw invalid({ ...optionsSubject, kind: "DeleteOptions" }, "", [unsupportedValue("propagationPolicy", policy, ["Foreground", "Background", "Orphan", "nil"])]);
}
