import { compileGlob } from "../api/index.ts";
import { compileGoRegex } from "./go-regex.ts";
import type { MatchMode } from "./policy-line.ts";

/** A field of a rule, ready to be compared. */
export type Pattern =
  /** Only this text matches. */
  | { readonly kind: "exact"; readonly text: string }
  /** What matches begins with the edge when that ends with a slash, and ends with it, from its last slash on, when that begins with one. */
  | { readonly kind: "open"; readonly edge: string; readonly matches: (text: string) => boolean };

const everything: Pattern = { kind: "open", edge: "", matches: () => true };

/** `undefined` when the pattern makes no sense. A glob matches the whole text and its `*` crosses slashes; a regular expression matches anywhere in the text. */
export function compilePattern(pattern: string, mode: MatchMode): Pattern | undefined {
  if (pattern === "*" && mode === "glob") return everything;
  if (mode === "regex") {
    const regex = compileGoRegex(pattern);
    return regex && { kind: "open", edge: "", matches: (text) => regex.test(text) };
  }
  const [begin = ""] = /^[^*?[{\\]*/.exec(pattern) ?? [];
  if (begin === pattern) return { kind: "exact", text: pattern };
  const matches = compileGlob(pattern);
  const [end = ""] = /\/[^*?[\]{},\\/]*$/.exec(pattern) ?? [];
  return matches && { kind: "open", edge: begin.includes("/") ? begin.slice(0, begin.lastIndexOf("/") + 1) : end, matches };
}
