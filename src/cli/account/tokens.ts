import type { Command } from "commander";
import { confirmIfWanted, connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { parseLifetime } from "../flags.ts";
import { accountOption, fetchOwnName } from "./show.ts";

export function addAccountGenerateToken(account: Command, deps: CliDeps): void {
  account
    .command("generate-token")
    .description("make a token of an account with the capability apiKey; it is shown this once")
    .addOption(accountOption())
    .option("-e, --expires-in <duration>", "how long it counts, such as 12h or 7d; 0s for ever", parseLifetime, 0)
    .option("--id <id>", "name of the token (default: a random one)")
    .action(async (options: { readonly account?: string; readonly expiresIn: number; readonly id?: string }, command: Command) => {
      const client = await connectFrom(command, deps);
      const name = options.account ?? (await fetchOwnName(client, deps));
      const token = { name, expiresIn: options.expiresIn, ...(options.id === undefined ? {} : { id: options.id }) };
      deps.stdout.write(`${await client.createAccountToken(token, deps)}\n`);
    });
}

export function addAccountDeleteToken(account: Command, deps: CliDeps): void {
  account
    .command("delete-token <id>")
    .description("make a token useless")
    .addOption(accountOption())
    .action(async (id: string, options: { readonly account?: string }, command: Command) => {
      const client = await connectFrom(command, deps);
      const name = options.account ?? (await fetchOwnName(client, deps));
      if (await confirmIfWanted(`Are you sure you want to delete '${id}' token?`, command, deps)) await client.deleteAccountToken({ name, id }, deps);
      else deps.stdout.write(`The command to delete '${id}' was cancelled.\n`);
    });
}
