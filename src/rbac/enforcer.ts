import { builtinPolicy } from "./builtin-policy.ts";
import { createJudge, type Judge, type Verdict } from "./judge.ts";
import { indexPolicy, type AccessRequest, type PolicyIndex } from "./policy-index.ts";
import { projectOf, projectOfSubject, readProjectPolicy, type ProjectWithRoles } from "./project-policy.ts";
import type { RbacSettings } from "./rbac-settings.ts";

/** Who asks. Nobody who logged in: an empty subject and no groups. */
export interface Identity {
  readonly subject: string;
  readonly groups: readonly string[];
}

export interface Decision {
  readonly allowed: boolean;
  readonly reason: Reason;
}

export type Reason =
  /** No line says anything about it, so it is refused. */
  | { readonly kind: "none" }
  /** This line decided, for the default role, the subject or the group of this name. */
  | ({ readonly kind: "line"; readonly as: "default" | "subject" | "group"; readonly name: string } & Omit<Verdict, "allowed">);

export interface Enforcer {
  decide(identity: Identity, request: AccessRequest): Decision;
}

export interface EnforcerOptions {
  readonly settings: Pick<RbacSettings, "lines" | "defaultRole" | "matchMode">;
  /** Whether the built-in roles exist; they do unless this is false. */
  readonly builtin?: boolean;
  /** Whether `update` and `delete` of an application include those of its resources: not with Argo CD's default settings. */
  readonly fineGrainedInheritance?: boolean;
  /** The same object while the project is unchanged: what was made of it is remembered with it. */
  getProject(name: string): ProjectWithRoles | undefined;
}

const nothing: Decision = { allowed: false, reason: { kind: "none" } };

/**
 * Decides as Argo CD does: the default role first, whose permissions nobody can deny; then the subject; then each of its groups that some grant names. Each
 * alone needs a permission and no denial. For objects of a project, the policy of its roles counts as well.
 */
export function createEnforcer(options: EnforcerOptions): Enforcer {
  const { settings, builtin = true, fineGrainedInheritance = false } = options;
  const written = indexPolicy(settings.lines, settings.matchMode);
  // The built-in roles are globs in either mode: with Argo CD nobody is admin any more in regex mode (its issue 13127).
  const indexes = builtin ? [indexPolicy(builtinPolicy, "glob"), written] : [written];
  const global = createJudge(indexes);
  const judgeOf = createProjectJudges(settings.matchMode, { indexes, global });

  function decideOnce(identity: Identity, request: AccessRequest): Decision {
    const projectName = projectOf(request);
    const project = projectName === undefined ? undefined : options.getProject(projectName);
    const owner = projectOfSubject(identity.subject);
    const foreign = project !== undefined && owner !== undefined && owner !== project.metadata.name;
    const judge = project === undefined || foreign ? global : judgeOf(project);

    let refusal = nothing;
    for (const { as, name } of askers(identity, settings.defaultRole)) {
      if (foreign && as !== "default") continue;
      if (as === "group" && !judge.hasRole(name)) continue;
      // A project cannot deny what the default role has from the global policy.
      const verdict = as === "default" && judge !== global ? preferAllowed(global.decide(name, request), judge.decide(name, request)) : judge.decide(name, request);
      if (verdict === undefined) continue;
      const { allowed, line, chain } = verdict;
      const decision: Decision = { allowed, reason: { kind: "line", as, name, line, chain } };
      if (allowed) return decision;
      if (refusal === nothing) refusal = decision;
    }
    return refusal;
  }

  return {
    decide(identity, request) {
      const whole = fineGrainedInheritance ? wholeApplication(request) : undefined;
      const decision = whole && decideOnce(identity, whole);
      return decision?.allowed === true ? decision : decideOnce(identity, request);
    },
  };
}

function* askers({ subject, groups }: Identity, defaultRole: string): Generator<{ readonly as: "default" | "subject" | "group"; readonly name: string }> {
  if (defaultRole !== "") yield { as: "default", name: defaultRole };
  yield { as: "subject", name: subject };
  for (const group of groups) yield { as: "group", name: group };
}

function preferAllowed(first: Verdict | undefined, second: Verdict | undefined): Verdict | undefined {
  return first?.allowed === true ? first : second;
}

/** The request about the application for one about a resource of it: `update/apps/Deployment/shop/web` becomes `update`. */
function wholeApplication(request: AccessRequest): AccessRequest | undefined {
  const [, action] = /^(update|delete)\//.exec(request.action) ?? [];
  return request.resource === "applications" && action !== undefined ? { ...request, action } : undefined;
}

interface GlobalPolicy {
  readonly indexes: readonly PolicyIndex[];
  readonly global: Judge;
}

/** The global policy with the roles of a project. A policy that cannot be read has no say at all, as with Argo CD: half of it could lack its denials. */
function createProjectJudges(matchMode: RbacSettings["matchMode"], { indexes, global }: GlobalPolicy): (project: ProjectWithRoles) => Judge {
  const known = new WeakMap<ProjectWithRoles, Judge>();
  return (project) => {
    const remembered = known.get(project);
    if (remembered !== undefined) return remembered;
    const { lines, problems } = readProjectPolicy(project);
    const judge = problems.length > 0 || lines.length === 0 ? global : createJudge([...indexes, indexPolicy(lines, matchMode)]);
    known.set(project, judge);
    return judge;
  };
}
