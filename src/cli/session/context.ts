import type { Command } from "commander";
import { readSettings } from "../global-flags.ts";
import { misusedFlags } from "../exit-code.ts";
import { removeContext, resolveContext, type LocalConfig } from "../connection/index.ts";
import type { CliDeps } from "../deps.ts";
import { formatTable } from "../output/table.ts";

/** `context` lists, `context NAME` switches, `context NAME --delete` forgets. */
export function addContext(program: Command, deps: CliDeps): void {
  program
    .command("context [name]")
    .alias("ctx")
    .description("list the servers you have logged in to, or switch between them")
    .option("--delete", "forget the context instead of switching to it")
    .action(async (name: string | undefined, options: { readonly delete?: true }, command: Command) => {
      const { configFile } = readSettings(command);
      const config = await deps.localConfig.read(configFile);
      if (name === undefined && options.delete === true) throw misusedFlags("Say which context to delete: `sillage context` lists them");
      if (name === undefined) deps.stdout.write(formatContexts(config));
      else if (options.delete === true) {
        await deps.localConfig.write(removeContext(config, name), configFile);
        deps.stdout.write(`Context '${name}' deleted\n`);
      } else if (config.currentContext === name) deps.stdout.write(`Already at context '${name}'\n`);
      else {
        resolveContext(config, name);
        await deps.localConfig.write({ ...config, currentContext: name }, configFile);
        deps.stdout.write(`Switched to context '${name}'\n`);
      }
    });
}

function formatContexts({ contexts, currentContext }: LocalConfig): string {
  return formatTable(
    ["CURRENT", "NAME", "SERVER"],
    contexts.map(({ name, server }) => [name === currentContext ? "*" : "", name, server]),
  );
}
