import { Command } from "commander";
import { addGlobalFlags } from "./connection/global-flags.ts";
import type { CliDeps, ServeCommand } from "./deps.ts";

type AddCommands = (program: Command, deps: CliDeps) => void;

/** Commands that are loaded together, and only when the command line names one of them: the command line starts at once however many there are. */
interface Group {
  readonly commands: Readonly<Record<string, string>>;
  readonly load: () => Promise<AddCommands>;
}

const groups: readonly Group[] = [
  { commands: { app: "manage applications" }, load: async () => (await import("./app/index.ts")).addAppCommands },
  { commands: { proj: "manage projects" }, load: async () => (await import("./proj/index.ts")).addProjCommands },
  { commands: { repo: "manage Git repositories and their credentials" }, load: async () => (await import("./repo/index.ts")).addRepoCommands },
  { commands: { repocreds: "manage credentials for repositories by URL prefix" }, load: async () => (await import("./repocreds/index.ts")).addRepocredsCommands },
  { commands: { cluster: "see the clusters that applications are deployed to" }, load: async () => (await import("./cluster/index.ts")).addClusterCommands },
  { commands: { cert: "manage certificates and SSH host keys of Git servers" }, load: async () => (await import("./cert/index.ts")).addCertCommands },
  { commands: { account: "manage accounts, passwords and tokens" }, load: async () => (await import("./account/index.ts")).addAccountCommands },
  {
    commands: {
      login: "log in to a server",
      relogin: "log in again to the server of a context",
      logout: "end the session of a context",
      context: "list the servers you have logged in to, or switch between them",
      configure: "set preferences of this command line",
    },
    load: async () => (await import("./session/index.ts")).addSessionCommands,
  },
  {
    commands: { render: "print what the controller would render from a folder (kustomization, chart or plain files), without any cluster or Git server" },
    load: async () => (await import("./render.ts")).addRenderCommand,
  },
  {
    commands: { seal: "seal Secrets for Git: from standard input to standard output, with kubeseal's flags" },
    load: async () => (await import("./seal/index.ts")).addSealCommands,
  },
  { commands: { admin: "operate an installation, straight on the cluster" }, load: async () => (await import("./admin/index.ts")).addAdminCommands },
  { commands: {}, load: async () => (program, deps) => deps.serveCommands.forEach((command) => addServeCommand(program, command, deps)) },
  { commands: { version: "print the versions of this client and of the server" }, load: async () => (await import("./version.ts")).addVersionCommand },
  {
    commands: { completion: "print the completion script of a shell, such as: source <(sillage completion bash)" },
    load: async () => (await import("./completion.ts")).addCompletionCommand,
  },
];

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
  const isNeeded = selectGroups(argv, deps);
  for (const { commands, load } of groups) {
    const names = Object.keys(commands);
    if (isNeeded(names)) (await load())(program, deps);
    else for (const name of names) program.command(name);
    for (const command of program.commands) if (names.includes(command.name())) command.description(commands[command.name()] ?? "");
  }
  return program;
}

function selectGroups(argv: readonly string[], { serveCommands }: Pick<CliDeps, "serveCommands">): (names: readonly string[]) => boolean {
  const words = new Set(argv.filter((word) => !word.startsWith("-")));
  const known = [...groups.flatMap(({ commands }) => Object.keys(commands)), ...serveCommands.map(({ name }) => name)];
  const isAll = words.has("completion") || !known.some((name) => words.has(name));
  return (names) => isAll || names.length === 0 || names.some((name) => words.has(name));
}

function addServeCommand(program: Command, serve: ServeCommand, deps: CliDeps): void {
  const command = program.command(serve.name).description(serve.description);
  for (const option of serve.options) command.addOption(option);
  // A flag that all commands have, such as --insecure, is taken by the program before the command sees it.
  command.action(async () => serve.run(command.optsWithGlobals(), deps.signal));
}
