import { Command, Option } from "commander";
import { addAdminCommands } from "./admin/index.ts";
import { addAppCommands } from "./app/index.ts";
import { addCompletionCommand } from "./completion.ts";
import type { CliDeps, ServeCommand } from "./deps.ts";
import { addRenderCommand } from "./render.ts";
import { addRepoCommands } from "./repo.ts";
import { addSealCommands } from "./seal/index.ts";
import { addVersionCommand } from "./version.ts";

/**
 * The whole command tree. Parsing ends with a `CommanderError` that carries the exit code when help was shown (0) or the command line makes no sense (1, as
 * with Argo CD); everything else a command throws is a `SillageError`.
 */
export function createProgram(deps: CliDeps): Command {
  const program = new Command("sillage")
    .description("GitOps for Kubernetes: Git holds the desired state, Sillage makes the cluster equal to it")
    .exitOverride()
    .configureOutput({ writeOut: (text) => deps.stdout.write(text), writeErr: (text) => deps.stderr.write(text) })
    .showHelpAfterError("(add --help for the options of this command)")
    .showSuggestionAfterError()
    .addOption(new Option("--server <url>", "Sillage server, such as http://127.0.0.1:8080").env("SILLAGE_SERVER"))
    .addOption(new Option("--auth-token <token>", "bearer token; better given by the environment").env("SILLAGE_AUTH_TOKEN"));
  addAppCommands(program, deps);
  addRepoCommands(program, deps);
  addRenderCommand(program, deps);
  addSealCommands(program, deps);
  addAdminCommands(program, deps);
  for (const command of deps.serveCommands) addServeCommand(program, command, deps);
  addVersionCommand(program, deps);
  addCompletionCommand(program, deps);
  return program;
}

function addServeCommand(program: Command, serve: ServeCommand, deps: CliDeps): void {
  const command = program.command(serve.name).description(serve.description);
  for (const option of serve.options) command.addOption(option);
  command.action(async (options: Readonly<Record<string, unknown>>) => serve.run(options, deps.signal));
}
