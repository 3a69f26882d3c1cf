import type { Command } from "commander";
import { SillageError } from "../../errors/index.ts";
import { connectFrom } from "../connect.ts";
import { readSettings } from "../global-flags.ts";
import { putContext, resolveContext } from "../connection/index.ts";
import type { CliDeps } from "../deps.ts";

interface Options {
  readonly account?: string;
  readonly currentPassword?: string;
  readonly newPassword?: string;
}

export function addAccountUpdatePassword(account: Command, deps: CliDeps): void {
  account
    .command("update-password")
    .description("change your password, or that of another account if you may; sessions of that account end")
    .option("--account <name>", "account (default: your own)")
    .option("--current-password <password>", "your own password; better typed, or given on standard input")
    .option("--new-password <password>", "the new one; better typed, or given on standard input")
    .action(async (options: Options, command: Command) => {
      const client = await connectFrom(command, deps);
      const { username = "", iss } = await client.fetchUserInfo(deps);
      const name = options.account ?? username;
      const currentPassword = options.currentPassword ?? (iss === "argocd" ? await deps.askSecret(`Password of ${username}, who is logged in: `) : undefined);
      const newPassword = options.newPassword ?? (await askTwice(name, deps));
      await client.changePassword({ name, newPassword, ...(currentPassword === undefined ? {} : { currentPassword }) }, deps);
      deps.stdout.write("Password updated\n");
      if (name === username && iss === "argocd") await logInAgain({ username, password: newPassword }, command, deps);
    });
}

async function askTwice(name: string, deps: CliDeps): Promise<string> {
  const first = await deps.askSecret(`New password of ${name}: `);
  if (first !== (await deps.askSecret("The same again: "))) throw new SillageError("invalid", "The two passwords are not the same: nothing was changed");
  return first;
}

/** The old session has ended with the old password. */
async function logInAgain(login: { readonly username: string; readonly password: string }, command: Command, deps: CliDeps): Promise<void> {
  const settings = readSettings(command);
  const config = await deps.localConfig.read(settings.configFile);
  const context = resolveContext(config, settings.contextName);
  if (context === undefined || settings.authToken !== undefined) return;
  const authToken = await (await connectFrom(command, deps)).createSession(login, deps);
  const updated = putContext(config, { name: context.name, server: context.server, user: { authToken } });
  await deps.localConfig.write({ ...updated, currentContext: config.currentContext }, settings.configFile);
  deps.stdout.write(`Context '${context.name}' updated\n`);
}
