export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

/** A place on the command line, such as `sillage app list` or `sillage app list -o`, and the words that may follow. */
export interface CompletionNode {
  readonly path: string;
  readonly words: readonly string[];
  /** Whether names of applications may follow, too: the server is asked for them. */
  readonly takesApplication?: true;
}

const names = "sillage app complete-names 2>/dev/null";

/** A script that walks the command line from node to node, past flags and values, and offers the words of the node it ends at. */
export function formatCompletion(shell: Shell, nodes: readonly CompletionNode[]): string {
  switch (shell) {
    case "bash":
      return `${formatCases(nodes)}
_sillage() {
  local candidates="" application="" node="sillage" word current="\${COMP_WORDS[COMP_CWORD]}"
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ "$word" != -* ]] && _sillage_words "$node $word" && node="$node $word"
  done
  _sillage_words "$node \${COMP_WORDS[COMP_CWORD-1]}" || _sillage_words "$node"
  [[ -n "$application" && "$current" != -* ]] && candidates="$candidates $(${names})"
  COMPREPLY=($(compgen -W "$candidates" -- "$current"))
}
complete -o default -F _sillage sillage
`;
    case "zsh":
      return `#compdef sillage
${formatCases(nodes)}
_sillage() {
  local candidates="" application="" node="sillage" word
  for word in "\${(@)words[2,CURRENT-1]}"; do
    [[ "$word" != -* ]] && _sillage_words "$node $word" && node="$node $word"
  done
  _sillage_words "$node \${words[CURRENT-1]}" || _sillage_words "$node"
  [[ -n "$application" && "\${words[CURRENT]}" != -* ]] && candidates="$candidates $(${names})"
  compadd -- \${=candidates}
}
compdef _sillage sillage
`;
    case "fish":
      return `${formatFishCases(nodes)}
function __sillage_complete
  set -l node sillage
  set -l tokens (commandline -opc)
  for word in $tokens[2..]
    string match -q -- '-*' $word; and continue
    __sillage_words "$node $word" >/dev/null; and set node "$node $word"
  end
  set -l current (commandline -ct)
  set -l words (__sillage_words "$node $tokens[-1]"; or __sillage_words $node)
  test -n "$__sillage_application"; and not string match -q -- '-*' $current; and set -a words (${names})
  if string match -q -- "$current*" $words
    printf '%s\\n' $words
  else
    __fish_complete_path $current
  end
end
complete -c sillage -f -a '(__sillage_complete)'
`;
  }
}

function formatCases(nodes: readonly CompletionNode[]): string {
  const cases = nodes.map(({ path, words, takesApplication = false }) => `    "${path}") candidates="${words.join(" ")}" application="${takesApplication ? "yes" : ""}" ;;\n`);
  return `_sillage_words() {\n  case "$1" in\n${cases.join("")}    *) return 1 ;;\n  esac\n}`;
}

function formatFishCases(nodes: readonly CompletionNode[]): string {
  const cases = nodes.map(
    ({ path, words, takesApplication = false }) =>
      `    case '${path}'\n      set -g __sillage_application ${takesApplication ? "yes" : ""}\n      string split ' ' -- '${words.join(" ")}'\n`,
  );
  return `function __sillage_words\n  switch $argv[1]\n${cases.join("")}    case '*'\n      return 1\n  end\nend`;
}
