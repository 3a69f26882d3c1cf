import { isSillageError } from "../errors/index.ts";
import { parseDocuments } from "../kube/yaml/index.ts";
import { parsePolicy } from "./parse-policy.ts";
import type { MatchMode, PolicyLine, PolicyProblem } from "./policy-line.ts";

/** `argocd-rbac-cm` as values. */
export interface RbacSettings {
  readonly lines: readonly PolicyLine[];
  /** The role everybody has; empty when there is none. */
  readonly defaultRole: string;
  /** The claims of a token that hold groups. */
  readonly scopes: readonly string[];
  readonly matchMode: MatchMode;
}

/** What holds while nobody has written any. */
export const defaultRbacSettings: RbacSettings = { lines: [], defaultRole: "", scopes: ["groups"], matchMode: "glob" };

/**
 * The data of `argocd-rbac-cm`: `policy.csv`, then each `policy.….csv` in the order of the keys. A value that is not understood keeps that of `last`; for the
 * policy this means all of its lines, because the others alone could lack a denial.
 */
export function parseRbacSettings(
  data: Readonly<Record<string, string>>,
  last: RbacSettings = defaultRbacSettings,
): { readonly settings: RbacSettings; readonly problems: readonly PolicyProblem[] } {
  const parsed = policyKeys(data).map((key) => parsePolicy(data[key] ?? "", { source: key }));
  const problems = parsed.flatMap((policy) => policy.problems);
  const lines = problems.length > 0 ? last.lines : parsed.flatMap((policy) => policy.lines);
  const matchMode = data["policy.matchMode"] ?? "";
  if (!["", "glob", "regex"].includes(matchMode)) problems.push({ source: "policy.matchMode", message: `"${matchMode}" is neither glob nor regex: glob is used` });
  const scopes = parseScopes(data["scopes"] ?? "");
  if (scopes === undefined) problems.push({ source: "scopes", message: `"${data["scopes"]}" is no list of claims such as [groups, email]` });
  return { settings: { lines, defaultRole: data["policy.default"] ?? "", scopes: scopes ?? last.scopes, matchMode: matchMode === "regex" ? "regex" : "glob" }, problems };
}

function policyKeys(data: Readonly<Record<string, string>>): readonly string[] {
  const overlays = Object.keys(data).filter((key) => key !== "policy.csv" && key.startsWith("policy.") && key.endsWith(".csv"));
  return [...(data["policy.csv"] === undefined ? [] : ["policy.csv"]), ...overlays.toSorted((a, b) => (a < b ? -1 : 1))];
}

function parseScopes(text: string): readonly string[] | undefined {
  if (text.trim() === "") return defaultRbacSettings.scopes;
  try {
    const value = parseDocuments(text, { file: "scopes" })[0]?.value;
    if (typeof value === "string") return [value];
    return Array.isArray(value) && value.every((scope) => typeof scope === "string") ? value : undefined;
  } catch (error) {
    if (isSillageError(error)) return undefined;
    throw error;
  }
}
