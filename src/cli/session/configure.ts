import type { Command } from "commander";
import { readSettings, type GlobalFlags } from "../global-flags.ts";
import type { CliDeps } from "../deps.ts";

export function addConfigure(program: Command, deps: CliDeps): void {
  program
    .command("configure")
    .description("set preferences of this command line, such as --prompts-enabled")
    .action(async (_options: unknown, command: Command) => {
      const { configFile } = readSettings(command);
      const config = await deps.localConfig.read(configFile);
      const promptsEnabled = command.optsWithGlobals<GlobalFlags>().promptsEnabled ?? config.promptsEnabled;
      await deps.localConfig.write({ ...config, promptsEnabled }, configFile);
      deps.stdout.write(`Successfully updated the following configuration settings:\nprompts-enabled: ${promptsEnabled}\n`);
    });
}
