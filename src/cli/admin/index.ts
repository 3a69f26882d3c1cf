import type { Command } from "commander";
import type { CliDeps } from "../deps.ts";
import { addExport } from "./export.ts";
import { addImport } from "./import.ts";
import { addRbacCommands } from "./rbac/index.ts";

/** `sillage admin`: what an operator does with files and the Kubernetes API, without a server. */
export function addAdminCommands(program: Command, deps: CliDeps): void {
  const admin = program.command("admin");
  addExport(admin, deps);
  addImport(admin, deps);
  const settings = admin.command("settings").description("check settings before they take effect");
  addRbacCommands(settings, deps);
}
