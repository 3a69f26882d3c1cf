import type { Command } from "commander";
import { SillageError } from "../../errors/index.ts";
import { readSettings } from "../global-flags.ts";
import { resolveContext } from "../connection/index.ts";
import type { CliDeps } from "../deps.ts";

export function addAccountSessionToken(account: Command, deps: CliDeps): void {
  account
    .command("session-token")
    .description("print the token of your session, for scripts that speak HTTP themselves")
    .action(async (_options: unknown, command: Command) => {
      const { configFile, contextName } = readSettings(command);
      const context = resolveContext(await deps.localConfig.read(configFile), contextName);
      if (context?.user.authToken === undefined) throw new SillageError("unauthenticated", "You are not logged in: use `sillage login SERVER`");
      deps.stdout.write(`${context.user.authToken}\n`);
    });
}
