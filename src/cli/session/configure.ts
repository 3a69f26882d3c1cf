import type { Command } from "commander";
import { readSettings } from "../connection/global-flags.ts";
import type { CliDeps } from "../deps.ts";
import { getBoolean } from "../../kube/index.ts";

export function addConfigure(program: Command, deps: CliDeps): void {
  program.command("configure").action(async (_options: unknown, command: Command) => {
    const { configFile } = readSettings(command);
    const config = await deps.localConfig.read(configFile);
    const promptsEnabled = getBoolean(command.optsWithGlobals(), "promptsEnabled") ?? config.promptsEnabled;
    await deps.localConfig.write({ ...config, promptsEnabled }, configFile);
    deps.stdout.write(`Successfully updated the following configuration settings:\nprompts-enabled: ${promptsEnabled}\n`);
  });
}
