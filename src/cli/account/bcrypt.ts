import { Option, type Command } from "commander";
import type { CliDeps } from "../deps.ts";

const cost = 10;

export function addAccountBcrypt(account: Command, deps: CliDeps): void {
  account
    .command("bcrypt")
    .description("hash a password as argocd-secret wants it")
    .addOption(new Option("--password <password>", "the password (default: typed, or a line of standard input)"))
    .action(async ({ password }: { readonly password?: string }) => {
      const { hash } = await import("bcryptjs");
      deps.stdout.write(`${await hash(password ?? (await deps.askSecret("Password: ")), cost)}\n`);
    });
}
