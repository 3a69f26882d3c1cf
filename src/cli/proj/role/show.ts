import type { Command } from "commander";
import type { AppProject } from "../../../api/index.ts";
import { connectFrom } from "../../connect.ts";
import type { CliDeps } from "../../deps.ts";
import { formatOutput, outputOption, type OutputFormat } from "../../output/print.ts";
import { formatTable } from "../../output/table.ts";
import { formatTime } from "../../output/time.ts";
import { findRole, type Role } from "../edits/roles.ts";

type Token = NonNullable<Role["jwtTokens"]>[number];

export function addRoleList(role: Command, deps: CliDeps): void {
  role
    .command("list <project>")
    .alias("ls")
    .description("list the roles of a project")
    .addOption(outputOption())
    .action(async (name: string, { output }: { readonly output: OutputFormat }, command: Command) => {
      const { spec } = await (await connectFrom(command, deps)).fetchProject(name, deps);
      const value = spec.roles ?? [];
      const rows = value.map((each) => [each.name, each.description ?? ""]);
      deps.stdout.write(formatOutput(output, { value, names: () => value.map((each) => each.name), wide: () => formatTable(["ROLE-NAME", "DESCRIPTION"], rows) }));
    });
}

export function addRoleGet(role: Command, deps: CliDeps): void {
  role
    .command("get <project> <role>")
    .description("show a role: policies, groups, tokens")
    .action(async (name: string, roleName: string, _options: unknown, command: Command) => {
      const project = await (await connectFrom(command, deps)).fetchProject(name, deps);
      deps.stdout.write(describeRole(project, findRole(project, roleName)));
    });
}

/** The tokens of a role, wherever the project keeps them, the oldest first. */
export function tokensOf({ status }: AppProject, { name, jwtTokens = [] }: Role): readonly Token[] {
  const kept = status.jwtTokensByRole?.[name]?.items ?? [];
  const isNew = (token: Token): boolean => !jwtTokens.some(({ iat, id }) => iat === token.iat && id === token.id);
  return [...jwtTokens, ...kept.filter(isNew)].toSorted((a, b) => a.iat - b.iat);
}

/** The first line is what Argo CD gives to every role. */
function describeRole(project: AppProject, role: Role): string {
  const { name } = project.metadata;
  const { policies = [], groups = [] } = role;
  const rows = tokensOf(project, role).map(({ iat, exp = 0 }) => [String(iat), formatTime(iat), exp === 0 ? "<none>" : formatTime(exp)]);
  return [
    `Role Name:     ${role.name}\n`,
    `Description:   ${role.description ?? ""}`.trimEnd(),
    `\nPolicies:\np, proj:${name}:${role.name}, projects, get, ${name}, allow\n`,
    ...policies.map((line) => `${line}\n`),
    "Groups:\n",
    groups.length === 0 ? "<none>\n" : groups.map((group) => `  - ${group}\n`).join(""),
    "JWT Tokens:\n",
    formatTable(["ID", "ISSUED-AT", "EXPIRES-AT"], rows),
  ].join("");
}
