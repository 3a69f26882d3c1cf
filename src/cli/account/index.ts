import type { Command } from "commander";
import type { CliDeps } from "../deps.ts";
import { addAccountBcrypt } from "./bcrypt.ts";
import { addAccountCanI } from "./can-i.ts";
import { addAccountGet, addAccountList, addAccountUserInfo } from "./show.ts";
import { addAccountSessionToken } from "./session-token.ts";
import { addAccountDeleteToken, addAccountGenerateToken } from "./tokens.ts";
import { addAccountUpdatePassword } from "./update-password.ts";

export function addAccountCommands(program: Command, deps: CliDeps): void {
  const account = program.command("account").description("manage accounts, passwords and tokens");
  addAccountList(account, deps);
  addAccountGet(account, deps);
  addAccountUserInfo(account, deps);
  addAccountCanI(account, deps);
  addAccountUpdatePassword(account, deps);
  addAccountGenerateToken(account, deps);
  addAccountDeleteToken(account, deps);
  addAccountSessionToken(account, deps);
  addAccountBcrypt(account, deps);
}
