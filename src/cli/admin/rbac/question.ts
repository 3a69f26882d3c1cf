import type { Command } from "commander";
import { createEnforcer, projectScopedResources, type Decision } from "../../../rbac/index.ts";
import type { CliDeps } from "../../deps.ts";
import { unwantedOutcome } from "../../exit-code.ts";
import { listOption, parseTruth } from "../../flags.ts";
import { addPolicyFlags, describeProblem, loadPolicy, type PolicyFlags } from "./load-policy.ts";
import { findRequestProblem, resolveResource } from "./resources.ts";

export interface QuestionFlags extends PolicyFlags {
  readonly group?: readonly string[];
  readonly defaultRole?: string;
  readonly useBuiltinPolicy: boolean;
  readonly strict: boolean;
  readonly quiet?: true;
}

/** The arguments and flags of a command that asks for one decision; ends with 0 when it is yes, 1 when it is no or nothing can be said. */
export function addQuestion(command: Command, deps: CliDeps, show: (decision: Decision, flags: QuestionFlags) => void): void {
  command
    .argument("<subject>", "a role, a user, or a project's role such as proj:shop:ci")
    .argument("<action>", "such as get, sync, or delete/apps/Deployment/shop/web")
    .argument("<resource>", "such as applications, app, repo")
    .argument("[object]", "such as shop/web; all there are when it is left out")
    .addOption(listOption("--group <group>", "a group of the subject"))
    .option("--default-role <role>", "role everybody has, instead of policy.default")
    .option("--use-builtin-policy [bool]", "false: without role:readonly, role:admin and the user admin", parseTruth, true)
    .option("--strict [bool]", "false: also for resources and actions that do not exist", parseTruth, true)
    .option("-q, --quiet", "print nothing: the exit code is the answer");
  addPolicyFlags(command);
  command.action(async (subject: string, action: string, resource: string, object: string | undefined, flags: QuestionFlags) => {
    const question = { action, resource: resolveResource(resource), object };
    const problem = flags.strict ? findRequestProblem(question) : undefined;
    if (problem !== undefined) command.error(`error: ${problem}`, { exitCode: 1 });
    const decision = await answer(deps, { command, flags, subject, question });
    show(decision, flags);
    if (!decision.allowed) deps.setExitCode(1);
  });
}

interface Asked {
  readonly command: Command;
  readonly flags: QuestionFlags;
  readonly subject: string;
  readonly question: { readonly action: string; readonly resource: string; readonly object: string | undefined };
}

async function answer(deps: CliDeps, { command, flags, subject, question }: Asked): Promise<Decision> {
  const { action, resource, object = "" } = question;
  const anything = projectScopedResources.has(resource) && (object === "" || object === "*");
  const request = { action, resource, object: anything ? "*/*" : object };
  const policy = await loadPolicy(deps, command, { flags, request });
  const refused = policy.problems.filter(({ line }) => line !== undefined);
  if (refused.length > 0) throw unwantedOutcome(`Policy is invalid: ${refused.map(describeProblem).join("; ")}`);
  const settings = { ...policy.settings, defaultRole: flags.defaultRole ?? policy.settings.defaultRole };
  const enforcer = createEnforcer({ ...policy, settings, builtin: flags.useBuiltinPolicy });
  return enforcer.decide({ subject, groups: flags.group ?? [] }, request);
}
