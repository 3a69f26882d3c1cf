import type { Command } from "commander";
import type { CliDeps } from "../../deps.ts";
import { addRoleChanging } from "./changing.ts";
import { addRoleGet, addRoleList } from "./show.ts";
import { addRoleTokens } from "./tokens.ts";

export function addProjRoleCommands(proj: Command, deps: CliDeps): void {
  const role = proj.command("role").description("manage the roles of a project, their policies, groups and tokens");
  addRoleChanging(role, deps);
  addRoleGet(role, deps);
  addRoleList(role, deps);
  addRoleTokens(role, deps);
}
