import type { Command } from "commander";
import type { CliDeps } from "../deps.ts";
import { addDashboard } from "./dashboard.ts";
import { addExport } from "./export.ts";
import { addImport } from "./import.ts";
import { addInitialPassword } from "./initial-password.ts";
import { addRbacCommands } from "./rbac/index.ts";
import { addValidateSettings } from "./validate-settings.ts";

/** `sillage admin`: what an operator does with files and the Kubernetes API, without a server. */
export function addAdminCommands(program: Command, deps: CliDeps): void {
  const admin = program.command("admin").description("operate an installation, straight on the cluster");
  addInitialPassword(admin, deps);
  addDashboard(admin, deps);
  addExport(admin, deps);
  addImport(admin, deps);
  const settings = admin.command("settings").description("check settings before they take effect");
  addValidateSettings(settings, deps);
  addRbacCommands(settings, deps);
}
