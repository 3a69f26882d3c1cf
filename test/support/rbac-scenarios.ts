import { deepEqual } from "node:assert/strict";
import { describe, it } from "node:test";
import { createEnforcer, parsePolicy, type Decision, type MatchMode } from "../../src/rbac/index.ts";

type Options = Parameters<typeof createEnforcer>[0];
type Project = NonNullable<ReturnType<Options["getProject"]>>;

/** One policy and many requests. */
export interface RbacScenario {
  readonly name: string;
  readonly policy: string;
  readonly defaultRole?: string;
  readonly matchMode?: MatchMode;
  readonly projects?: readonly Project[];
  readonly options?: Pick<Options, "builtin" | "fineGrainedInheritance">;
  /**
   * One request a line: yes or no; the place that decided (a line of the policy, `b` for a built-in one, `p` for one of a project's role, `-` for none); the
   * subject with its groups behind `+`, by semicolons; resource, action and object.
   */
  readonly requests: string;
}

/** A test for each request. */
export function describeScenarios(scenarios: readonly RbacScenario[]): void {
  for (const scenario of scenarios) describe(scenario.name, () => testRequests(scenario));
}

function testRequests({ policy, defaultRole = "", matchMode = "glob", projects = [], options = {}, requests }: RbacScenario): void {
  const { lines, problems } = parsePolicy(policy, { source: "policy.csv" });
  deepEqual(problems, []);
  const getProject = (wanted: string) => projects.find(({ metadata }) => metadata.name === wanted);
  const enforcer = createEnforcer({ settings: { lines, defaultRole, matchMode }, getProject, ...options });
  for (const row of requests.split("\n").filter((text) => text.trim() !== "")) {
    it(row.trim().replaceAll(/\s+/g, " "), () => {
      const [want, place, who = "", resource = "", action = "", object = ""] = row.trim().split(/\s+/);
      const [subject = "", groups] = who.split("+");
      const identity = { subject: unquote(subject), groups: groups?.split(";").map(unquote) ?? [] };
      const decision = enforcer.decide(identity, { resource, action, object: unquote(object) });
      deepEqual([decision.allowed ? "yes" : "no", placeOf(decision)], [want, place]);
    });
  }
}

/** Where a decision comes from, as the tables write it. */
function placeOf({ reason }: Decision): string {
  if (reason.kind === "none") return "-";
  const { source, line } = reason.line;
  if (source === "policy.csv") return String(line);
  return source.startsWith("project") ? "p" : "b";
}

/** `_` is a space and `""` is nothing, so that words stay words. */
function unquote(word: string): string {
  return word === '""' ? "" : word.replaceAll("_", " ").replace(/^"(.*)"$/, "$1");
}
