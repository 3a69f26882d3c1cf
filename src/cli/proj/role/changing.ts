import { Option, type Command } from "commander";
import type { CliDeps } from "../../deps.ts";
import { editProject } from "../edit-project.ts";
import { addGroup, addPolicy, createRole, deleteRole, removeGroup, removePolicy, type PolicyFlags } from "../edits/roles.ts";

/** What a role of a project may be asked about. */
const resources = ["applications", "applicationsets", "repositories", "clusters", "logs", "exec"];

export function addRoleChanging(role: Command, deps: CliDeps): void {
  role
    .command("create <project> <role>")
    .description("create a role")
    .option("--description <text>", "what it is for")
    .action((name: string, roleName: string, { description }: { readonly description?: string }, command: Command) =>
      editProject(createRole({ name: roleName, ...(description === undefined ? {} : { description }) }), { name, command, deps }),
    );
  role
    .command("delete <project> <role>")
    .description("delete a role; its tokens are useless then")
    .action((name: string, roleName: string, _options: unknown, command: Command) => {
      const confirm = { question: `Are you sure you want to delete '${roleName}' role?`, canceled: `The command to delete role '${roleName}' was cancelled.` };
      return editProject(deleteRole(roleName), { name, command, deps, confirm });
    });
  addGroupCommands(role, deps);
  addPolicyCommands(role, deps);
}

function addGroupCommands(role: Command, deps: CliDeps): void {
  role
    .command("add-group <project> <role> <group>")
    .description("give the role to a group of the identity provider")
    .action((name: string, roleName: string, group: string, _options: unknown, command: Command) => editProject(addGroup({ role: roleName, group }), { name, command, deps }));
  role
    .command("remove-group <project> <role> <group>")
    .description("take it away from a group")
    .action((name: string, roleName: string, group: string, _options: unknown, command: Command) => {
      const question = `Are you sure you want to remove '${group}' group from role '${roleName}'?`;
      const confirm = { question, canceled: `The command to remove group '${group}' from role '${roleName}' was cancelled.` };
      return editProject(removeGroup({ role: roleName, group }), { name, command, deps, confirm });
    });
}

function addPolicyCommands(role: Command, deps: CliDeps): void {
  const add = role.command("add-policy <project> <role>").description("let a role do something, or forbid it");
  addPolicyFlags(add).action((name: string, roleName: string, flags: PolicyFlags, command: Command) => editProject(addPolicy(roleName, flags), { name, command, deps }));
  const remove = role.command("remove-policy <project> <role>").description("take the policy away that the flags describe");
  addPolicyFlags(remove).action((name: string, roleName: string, flags: PolicyFlags, command: Command) => {
    const line = `${flags.permission} ${flags.action} on ${flags.resource} ${name}/${flags.object}`;
    const confirm = { question: `Are you sure you want to delete '${line}' policy?`, canceled: `The command to delete policy '${line}' was cancelled.` };
    return editProject(removePolicy(roleName, flags), { name, command, deps, confirm });
  });
}

function addPolicyFlags(command: Command): Command {
  return command
    .requiredOption("-a, --action <action>", "get, create, update, delete, sync, override or action/…; * is all of them")
    .addOption(new Option("-p, --permission <effect>", "whether it is allowed or denied").choices(["allow", "deny"]).default("allow"))
    .requiredOption("-o, --object <object>", "which object of the project; * is all of them")
    .addOption(new Option("-r, --resource <resource>", "of which kind").choices(resources).default("applications"));
}
