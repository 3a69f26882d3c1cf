import { Command } from "commander";
import { addGlobalFlags } from "./global-flags.ts";
import { serveNames, type CliDeps, type ServeCommand } from "./deps.ts";

type AddCommands = (program: Command, deps: CliDeps) => void | Promise<void>;

/** Commands that are loaded together, and only when the command line names one of them: it starts at once however many there are. */
interface Group {
  readonly names: readonly string[];
  readonly load: () => Promise<AddCommands>;
}

const groups: readonly Group[] = [
  { names: ["app"], load: async () => (await import("./app/index.ts")).addAppCommands },
  { names: ["proj"], load: async () => (await import("./proj/index.ts")).addProjCommands },
  { names: ["repo"], load: async () => (await import("./repo/index.ts")).addRepoCommands },
  { names: ["repocreds"], load: async () => (await import("./repocreds/index.ts")).addRepocredsCommands },
  { names: ["cluster"], load: async () => (await import("./cluster/index.ts")).addClusterCommands },
  { names: ["cert"], load: async () => (await import("./cert/index.ts")).addCertCommands },
  { names: ["account"], load: async () => (await import("./account/index.ts")).addAccountCommands },
  { names: ["login", "relogin", "logout", "context", "configure"], load: async () => (await import("./session/index.ts")).addSessionCommands },
  { names: ["render"], load: async () => (await import("./render.ts")).addRenderCommand },
  { names: ["seal"], load: async () => (await import("./seal/index.ts")).addSealCommands },
  { names: ["admin"], load: async () => (await import("./admin/index.ts")).addAdminCommands },
  { names: serveNames, load: async () => addServeCommands },
  { names: ["version"], load: async () => (await import("./version.ts")).addVersionCommand },
  { names: ["completion"], load: async () => (await import("./completion.ts")).addCompletionCommand },
];
const aliases: Readonly<Record<string, string>> = { project: "proj", ctx: "context" };

/**
 * The command tree as far as this command line needs it; all of it for help and completion. Parsing ends with a `CommanderError` that carries the exit code
 * when help was shown (0) or the command line makes no sense (1, as with Argo CD); everything else a command throws is a `SillageError`.
 */
export async function createProgram(deps: CliDeps, argv: readonly string[]): Promise<Command> {
  const program = new Command("sillage")
    .description("GitOps for Kubernetes: Git holds the desired state, Sillage makes the cluster equal to it")
    .exitOverride()
    .configureOutput({ writeOut: (text) => deps.stdout.write(text), writeErr: (text) => deps.stderr.write(text) })
    .showHelpAfterError("(add --help for the options of this command)")
    .showSuggestionAfterError();
  addGlobalFlags(program);
  const isNeeded = selectGroups(argv);
  for (const { names, load } of groups) {
    if (isNeeded(names)) await (await load())(program, deps);
    // So that the parser knows it when it makes suggestions.
    else for (const name of names) program.command(name);
  }
  return program;
}

function selectGroups(argv: readonly string[]): (names: readonly string[]) => boolean {
  const words = new Set(argv.map((word) => aliases[word] ?? word));
  const isAll = words.has("completion") || !groups.some(({ names }) => names.some((name) => words.has(name)));
  return (names) => isAll || names.some((name) => words.has(name));
}

async function addServeCommands(program: Command, deps: CliDeps): Promise<void> {
  for (const command of await deps.loadServeCommands()) addServeCommand(program, command, deps);
}

function addServeCommand(program: Command, serve: ServeCommand, deps: CliDeps): void {
  const command = program.command(serve.name).description(serve.description);
  for (const option of serve.options) command.addOption(option);
  // A flag that all commands have, such as --insecure, is taken by the program before the command sees it.
  command.action(async () => serve.run(command.optsWithGlobals(), deps.signal));
}
