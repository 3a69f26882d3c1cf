import { compileGlob } from "../api/index.ts";
import { compileGoRegex } from "./go-regex.ts";
import type { MatchMode } from "./policy-line.ts";

/** A field of a rule, ready to be compared. */
export type Pattern =
  /** Only this text matches. */
  | { readonly kind: "exact"; readonly text: string }
  /** What matches begins with `folder`, which is empty or ends with a slash. */
  | { readonly kind: "open"; readonly folder: string; readonly matches: (text: string) => boolean };

const everything: Pattern = { kind: "open", folder: "", matches: () => true };

/** `undefined` when the pattern makes no sense. A glob matches the whole text and its `*` crosses slashes; a regular expression matches anywhere in the text. */
export function compilePattern(pattern: string, mode: MatchMode): Pattern | undefined {
  if (pattern === "*" && mode === "glob") return everything;
  if (mode === "regex") {
    const regex = compileGoRegex(pattern);
    return regex && { kind: "open", folder: "", matches: (text) => regex.test(text) };
  }
  const [literal = ""] = /^[^*?[{\\]*/.exec(pattern) ?? [];
  if (literal === pattern) return { kind: "exact", text: pattern };
  const matches = compileGlob(pattern);
  return matches && { kind: "open", folder: literal.slice(0, literal.lastIndexOf("/") + 1), matches };
}
