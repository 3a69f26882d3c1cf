import { compileGlob } from "../api/index.ts";
import type { MatchMode } from "./policy-line.ts";
import { compileRegex } from "./regex/compile-regex.ts";

/** A field of a rule, ready to be compared. */
export type Pattern =
  /** Only this text matches. */
  | { readonly kind: "exact"; readonly text: string }
  /** What matches begins with the edge when that ends with a slash, and ends with it, from its last slash on, when that begins with one. */
  | { readonly kind: "open"; readonly edge: string; readonly matches: (text: string) => boolean };

export type CompilePattern = (pattern: string) => Pattern | undefined;

/** Compiles each pattern once: few policies have as many patterns as lines. */
export function createPatternCompiler(mode: MatchMode): CompilePattern {
  const known = new Map<string, Pattern | undefined>();
  return (pattern) => {
    if (!known.has(pattern)) known.set(pattern, compilePattern(pattern, mode));
    return known.get(pattern);
  };
}

/** `undefined` when the pattern makes no sense. A glob matches the whole text and its `*` crosses slashes; a regular expression matches anywhere in the text. */
export function compilePattern(pattern: string, mode: MatchMode): Pattern | undefined {
  return mode === "glob" ? readGlob(pattern) : readRegex(pattern);
}

function readGlob(pattern: string): Pattern | undefined {
  if (pattern === "*") return { kind: "open", edge: "", matches: () => true };
  const [begin = ""] = /^[^*?[{\\]*/.exec(pattern) ?? [];
  if (begin === pattern) return { kind: "exact", text: pattern };
  const matches = compileGlob(pattern);
  const [end = ""] = /\/[^*?[\]{},\\/]*$/.exec(pattern) ?? [];
  return matches && { kind: "open", edge: begin.includes("/") ? folderOf(begin) : end, matches };
}

function readRegex(pattern: string): Pattern | undefined {
  const regex = compileRegex(pattern);
  if (regex?.exact === true) return { kind: "exact", text: regex.prefix };
  return regex && { kind: "open", edge: folderOf(regex.prefix), matches: regex.matches };
}

function folderOf(text: string): string {
  return text.slice(0, text.lastIndexOf("/") + 1);
}
