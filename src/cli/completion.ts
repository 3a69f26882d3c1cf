import { Argument, type Command } from "commander";
import type { CliDeps } from "./program.ts";

const shells = ["bash", "zsh", "fish"] as const;

export function addCompletionCommand(program: Command, deps: CliDeps): void {
  program
    .command("completion")
    .description("print the completion script of a shell, such as: source <(sillage completion bash)")
    .addArgument(new Argument("<shell>", "your shell").choices([...shells]))
    .action((shell: string) => deps.stdout.write(completionScript(shell, describeTree(program))));
}

interface Node {
  readonly path: string;
  readonly words: readonly string[];
}

/** Each command with what may follow it: its sub-commands and long flags. */
function describeTree(command: Command, path = "sillage"): readonly Node[] {
  const words = [...command.commands.map((child) => child.name()), ...command.options.map((option) => option.long ?? "").filter((flag) => flag !== "")];
  return [{ path, words }, ...command.commands.flatMap((child) => describeTree(child, `${path} ${child.name()}`))];
}

function completionScript(shell: string, nodes: readonly Node[]): string {
  if (shell === "fish") return nodes.map(fishLines).join("");
  const cases = nodes.map((node) => `    "${node.path}") words="${node.words.join(" ")}" ;;`).join("\n");
  const body = `  local path="sillage" words="" word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do [[ "$word" == -* ]] || path="$path $word"; done
  while :; do
    case "$path" in
${cases}
    esac
    [[ -n "$words" || "$path" != *" "* ]] && break
    path="\${path% *}"
  done
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))`;
  const bash = `_sillage() {\n${body}\n}\ncomplete -o default -F _sillage sillage\n`;
  return shell === "zsh" ? `autoload -U +X bashcompinit && bashcompinit\n${bash}` : bash;
}

function fishLines(node: Node): string {
  const [, ...commands] = node.path.split(" ");
  const condition = commands.length === 0 ? "__fish_use_subcommand" : commands.map((name) => `__fish_seen_subcommand_from ${name}`).join("; and ");
  return node.words
    .map((word) => (word.startsWith("--") ? `complete -c sillage -n '${condition}' -l '${word.slice(2)}'\n` : `complete -c sillage -f -n '${condition}' -a '${word}'\n`))
    .join("");
}
