import type { Command } from "commander";
import { lintPolicy } from "../../../rbac/index.ts";
import type { CliDeps } from "../../deps.ts";
import { unwantedOutcome } from "../../exit-code.ts";
import { addPolicyFlags, describeProblem, loadPolicy, type PolicyFlags } from "./load-policy.ts";

export function addRbacValidate(rbac: Command, deps: CliDeps): void {
  const command = rbac.command("validate").description("whether a policy can be read, with the key and line of what cannot: ends with 0 or 1");
  addPolicyFlags(command);
  command.action(async (flags: PolicyFlags) => {
    const { settings, problems } = await loadPolicy(deps, command, { flags });
    const refused = problems.filter(({ line }) => line !== undefined);
    if (refused.length > 0) {
      for (const problem of refused) deps.stdout.write(`Policy is invalid: ${describeProblem(problem)}\n`);
      return deps.setExitCode(1);
    }
    if (settings.lines.length === 0) throw unwantedOutcome("Policy is empty or could not be loaded");
    for (const doubt of [...problems, ...lintPolicy(settings.lines, settings.matchMode)]) deps.stderr.write(`Warning: ${describeProblem(doubt)}\n`);
    deps.stdout.write("Policy is valid.\n");
  });
}
