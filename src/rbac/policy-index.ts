import { PatternMap } from "./pattern-map.ts";
import { createPatternCompiler, type CompilePattern } from "./pattern.ts";
import type { GrantLine, MatchMode, PolicyLine, RuleLine } from "./policy-line.ts";

export interface AccessRequest {
  readonly resource: string;
  readonly action: string;
  /** `project/application`, `project/namespace/application`, a name, an URL. */
  readonly object: string;
}

/** The rules of one effect for one subject: by resource, then action, then object. */
type RuleTree = PatternMap<PatternMap<PatternMap<RuleLine>>>;

interface SubjectRules {
  readonly deny: RuleTree;
  readonly allow: RuleTree;
}

/** The lines of a policy, ready for decisions. */
export interface PolicyIndex {
  readonly rules: ReadonlyMap<string, SubjectRules>;
  /** By member. */
  readonly grants: ReadonlyMap<string, readonly GrantLine[]>;
}

export function indexPolicy(lines: readonly PolicyLine[], mode: MatchMode): PolicyIndex {
  const rules = new Map<string, SubjectRules>();
  const grants = new Map<string, GrantLine[]>();
  const compile = createPatternCompiler(mode);
  for (const line of lines) {
    if (line.kind === "grant") {
      getOrCreate(grants, line.member, () => []).push(line);
      continue;
    }
    const trees = getOrCreate(rules, line.subject, (): SubjectRules => ({ deny: new PatternMap(compile), allow: new PatternMap(compile) }));
    const rule = mode === "regex" ? closeOnBadRegex(line, compile) : line;
    if (rule.effect === "deny" || rule.effect === "allow") addRule(trees[rule.effect], { rule, line, compile });
  }
  return { rules, grants };
}

/** A rule that matches the request. */
export function findRule(tree: RuleTree, { resource, action, object }: AccessRequest): RuleLine | undefined {
  return tree.find(resource, (actions) => actions.find(action, (objects) => objects.find(object, (line) => line)));
}

/** A glob that makes no sense matches nothing, as with Argo CD. */
function addRule(tree: RuleTree, { rule, line, compile }: { readonly rule: RuleLine; readonly line: RuleLine; readonly compile: CompilePattern }): void {
  tree
    .getOrAdd(rule.resource, () => new PatternMap(compile))
    ?.getOrAdd(rule.action, () => new PatternMap(compile))
    ?.getOrAdd(rule.object, () => line);
}

/** Argo CD refuses every request whose evaluation comes to a regular expression that cannot be compiled: such a line denies from that field on. */
function closeOnBadRegex(line: RuleLine, compile: CompilePattern): RuleLine {
  const anything = "";
  for (const field of ["resource", "action", "object"] as const) {
    if (compile(line[field]) !== undefined) continue;
    if (field === "resource") return { ...line, resource: anything, action: anything, object: anything, effect: "deny" };
    if (field === "action") return { ...line, action: anything, object: anything, effect: "deny" };
    return { ...line, object: anything, effect: "deny" };
  }
  return line;
}

function getOrCreate<Value>(map: Map<string, Value>, key: string, create: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const value = create();
  map.set(key, value);
  return value;
}
