import type { Command } from "commander";
import type { CliDeps } from "../../deps.ts";
import { addRbacCan } from "./can.ts";
import { addRbacValidate } from "./validate.ts";
import { addRbacWhy } from "./why.ts";

export function addRbacCommands(settings: Command, deps: CliDeps): void {
  const rbac = settings.command("rbac").description("check a policy, and what it allows");
  addRbacCan(rbac, deps);
  addRbacWhy(rbac, deps);
  addRbacValidate(rbac, deps);
}
