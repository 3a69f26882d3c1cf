import { Command, Option } from "commander";
import type { SillageClient } from "../client/index.ts";
import type { Clock } from "../async/index.ts";
import { addAppCommands } from "./app/index.ts";
import { addCompletionCommand } from "./completion.ts";
import { addRenderCommand, type RenderFolder } from "./render.ts";
import { addRepoCommands } from "./repo.ts";
import { addVersionCommand } from "./version.ts";

/** Connection settings after flags, environment and context file have been merged by the caller. */
export interface CliSettings {
  readonly server?: string;
  readonly authToken?: string;
}

/** A command that runs in the foreground until the signal: `server`, `sandbox`, `kubelet`, `demo`. */
export interface ServeCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly Option[];
  run(options: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<void>;
}

/** What commands may use of the world. */
export interface CliDeps {
  /** Opens the API with flags over environment over the context file; throws when nothing says where the server is. */
  connect(settings: CliSettings): Promise<SillageClient>;
  readFile(path: string): Promise<string>;
  /** Renders a folder of the working tree, without cluster or Git server. */
  readonly renderFolder: RenderFolder;
  readonly serveCommands: readonly ServeCommand[];
  readonly stdout: { write(text: string): void; readonly isTTY: boolean };
  /** Progress and questions, so that standard output stays data. */
  readonly stderr: { write(text: string): void };
  confirm(question: string): Promise<boolean>;
  setExitCode(code: number): void;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly version: string;
}

/** The whole command tree. Parsing errors end with exit code 1 and a usage line, as with Argo CD. */
export function createProgram(deps: CliDeps): Command {
  const program = new Command("sillage")
    .description("GitOps for Kubernetes: Git holds the desired state, Sillage makes the cluster equal to it")
    .showHelpAfterError("(add --help for the options of this command)")
    .showSuggestionAfterError()
    .addOption(new Option("--server <url>", "Sillage server, such as http://127.0.0.1:8080").env("SILLAGE_SERVER"))
    .addOption(new Option("--auth-token <token>", "bearer token; better given by the environment").env("SILLAGE_AUTH_TOKEN"));
  addAppCommands(program, deps);
  addRepoCommands(program, deps);
  addRenderCommand(program, deps);
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
