import type { Command } from "commander";
import { describeError } from "../../errors/index.ts";
import { readSettings } from "../global-flags.ts";
import { removeTokens, resolveContext } from "../connection/index.ts";
import type { CliDeps } from "../deps.ts";

export function addLogout(program: Command, deps: CliDeps): void {
  program
    .command("logout [context]")
    .description("end the session of a context")
    .action(async (name: string | undefined, _options: unknown, command: Command) => {
      const settings = readSettings(command);
      const { configFile } = settings;
      const config = await deps.localConfig.read(configFile);
      const context = resolveContext(config, name ?? settings.contextName);
      if (context === undefined) return command.help({ error: true });
      if (context.user.authToken === undefined) deps.stderr.write(`You are not logged in to '${context.name}'\n`);
      else await revoke(deps, { ...settings, server: undefined, authToken: undefined, contextName: context.name });
      await deps.localConfig.write(removeTokens(config, context.name), configFile);
      deps.stdout.write(`Logged out from '${context.name}'\n`);
    });
}

/** The tokens are forgotten here in any case: a server that is gone cannot keep anybody logged in. */
async function revoke(deps: CliDeps, settings: Parameters<CliDeps["connect"]>[0]): Promise<void> {
  try {
    await (await deps.connect(settings)).deleteSession(deps);
  } catch (error) {
    deps.stderr.write(`The session was not ended on the server: ${describeError(error)}\n`);
  }
}
