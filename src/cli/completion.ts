import { Argument, type Command } from "commander";
import type { CliDeps } from "./deps.ts";
import { formatCompletion, shells, type CompletionNode, type Shell } from "./output/completion-script.ts";

export function addCompletionCommand(program: Command, deps: CliDeps): void {
  program
    .command("completion")
    .addArgument(new Argument("<shell>", "your shell").choices([...shells]))
    .action((shell: Shell) => deps.stdout.write(formatCompletion(shell, listNodes(program))));
}

/** Each command, and each flag with a choice of values, with the words that may follow. */
function listNodes(command: Command, path: string = command.name()): readonly CompletionNode[] {
  const commands = command.commands.flatMap((child) => [child.name(), ...child.aliases()].map((name) => [name, child] as const));
  const flags = command.options.flatMap((option) => (option.long === undefined ? [] : [option.long]));
  const values = command.registeredArguments.flatMap((argument) => argument.argChoices ?? []);
  const choices = command.options.flatMap(({ short, long, argChoices }) =>
    argChoices === undefined ? [] : [short, long].filter((flag) => flag !== undefined).map((flag) => ({ path: `${path} ${flag}`, words: argChoices })),
  );
  return [
    { path, words: [...commands.map(([name]) => name), ...values, ...flags, "--help"] },
    ...choices,
    ...commands.flatMap(([name, child]) => listNodes(child, `${path} ${name}`)),
  ];
}
