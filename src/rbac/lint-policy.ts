import { compilePattern } from "./pattern.ts";
import type { MatchMode, PolicyLine, PolicyProblem } from "./policy-line.ts";

/** Lines that are no error and still do not do what their author hoped. */
export function lintPolicy(lines: readonly PolicyLine[], mode: MatchMode): readonly PolicyProblem[] {
  const subjects = new Set(lines.map((line) => (line.kind === "rule" ? line.subject : line.member)));
  return lines.flatMap((line) => findDoubts(line, { subjects, mode }).map((message) => ({ source: line.source, line: line.line, message })));
}

function findDoubts(line: PolicyLine, { subjects, mode }: { readonly subjects: ReadonlySet<string>; readonly mode: MatchMode }): readonly string[] {
  if (line.kind === "grant") {
    const known = subjects.has(line.role) || /^(?:role:(?:admin|readonly)|proj:.*)$/.test(line.role);
    return known ? [] : [`Role "${line.role}" has no rule: the grant gives nothing`];
  }
  const effect = line.effect === "allow" || line.effect === "deny" ? [] : [`"${line.effect}" is neither allow nor deny: the rule does nothing`];
  const consequence = mode === "regex" ? "each request that comes to it is refused" : "the rule matches nothing";
  const patterns = ([line.resource, line.action, line.object] as const).filter((pattern) => compilePattern(pattern, mode) === undefined);
  return [...effect, ...patterns.map((pattern) => `"${pattern}" is no ${mode}: ${consequence}`)];
}
