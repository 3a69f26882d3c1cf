import type { Command, Option } from "commander";

/**
 * The command line with its flags of yes and no as our parser takes them, so that they can be written as for Argo CD: `--prune=true` and `--prune=false`, and a
 * flag that may have a value never takes the next word for it, unless that is `true` or `false`.
 */
export function spellBooleans(program: Command, argv: readonly string[]): readonly string[] {
  const end = argv.indexOf("--");
  const words = end < 0 ? argv : argv.slice(0, end);
  const options = new Map(listOptions(program, words).map((option) => [option.long ?? "", option]));
  const spelled = words.flatMap((word, index) => {
    const [flag = "", value] = word.split("=", 2);
    const option = options.get(flag);
    if (option === undefined) return [word];
    if (option.isBoolean()) return value === "false" ? [] : value === "true" ? [flag] : [word];
    const takesTruth = option.optional && option.flags.endsWith("[bool]");
    return takesTruth && value === undefined && !isTruth(words[index + 1]) ? [`${flag}=true`] : [word];
  });
  return [...spelled, ...argv.slice(words.length)];
}

/** The options of the command that the words lead to, and of those above it. */
function listOptions(program: Command, words: readonly string[]): readonly Option[] {
  let command = program;
  const options = [...program.options];
  for (const word of words) {
    const next = command.commands.find((child) => child.name() === word || child.aliases().includes(word));
    if (next === undefined) continue;
    command = next;
    options.push(...next.options);
  }
  return options;
}

function isTruth(word: string | undefined): boolean {
  return word === "true" || word === "false";
}
