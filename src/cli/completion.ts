import { Argument, type Command } from "commander";
import type { CliDeps } from "./deps.ts";
import { formatCompletion, shells, type CompletionNode, type Shell } from "./output/completion-script.ts";

export function addCompletionCommand(program: Command, deps: CliDeps): void {
  program
    .command("completion")
    .description("print the completion script of a shell, such as: source <(sillage completion bash)")
    .addArgument(new Argument("<shell>", "your shell").choices([...shells]))
    .action((shell: Shell) => deps.stdout.write(formatCompletion(shell, listNodes(program))));
}

/** Each command, and each flag with a choice of values, with the words that may follow. */
function listNodes(command: Command, path: string = command.name()): readonly CompletionNode[] {
  const shown = new Set(command.createHelp().visibleCommands(command));
  const commands = command.commands.filter((child) => shown.has(child)).flatMap((child) => [child.name(), ...child.aliases()].map((name) => [name, child] as const));
  const options = command.options.filter(({ hidden }) => !hidden);
  const flags = options.flatMap(({ long }) => (long === undefined ? [] : [long]));
  const values = command.registeredArguments.flatMap((argument) => argument.argChoices ?? []);
  const choices = options.flatMap(({ short, long, argChoices }) =>
    argChoices === undefined ? [] : [short, long].filter((flag) => flag !== undefined).map((flag) => ({ path: `${path} ${flag}`, words: argChoices })),
  );
  return [
    { path, words: [...commands.map(([name]) => name), ...values, ...flags, "--help"], ...(takesApplication(command, path) ? { takesApplication: true } : {}) },
    ...choices,
    ...commands.flatMap(([name, child]) => listNodes(child, `${path} ${name}`)),
  ];
}

/** Whether the command is about applications that exist. */
function takesApplication({ registeredArguments: [first] }: Command, path: string): boolean {
  return first?.name() === "name" && path.startsWith("sillage app ") && path !== "sillage app create";
}
