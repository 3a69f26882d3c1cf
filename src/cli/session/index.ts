import type { Command } from "commander";
import type { CliDeps } from "../deps.ts";
import { addConfigure } from "./configure.ts";
import { addContext } from "./context.ts";
import { addLogin } from "./login.ts";
import { addLogout } from "./logout.ts";
import { addRelogin } from "./relogin.ts";

/** Who a person is on which server, kept in the file of contexts. */
export function addSessionCommands(program: Command, deps: CliDeps): void {
  addLogin(program, deps);
  addRelogin(program, deps);
  addLogout(program, deps);
  addContext(program, deps);
  addConfigure(program, deps);
}
