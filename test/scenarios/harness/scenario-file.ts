/** Commands that are carried out together, and what they should show. */
export interface Block {
  /** Comments and empty lines above, as they stand. */
  readonly lead: readonly string[];
  readonly commands: readonly Command[];
  readonly source: readonly string[];
  readonly expected: readonly string[];
}

export interface Command {
  readonly verb: string;
  /** The other words of the line. */
  readonly words: readonly string[];
  /** The indented lines below it. */
  readonly body: readonly string[];
}

const separator = "----";

/**
 * A block is a run of lines without an empty one: commands, each with its indented body, then a separator and the expected trace, if there is any. Lines
 * with `#` between blocks are comments.
 */
export function parseScenario(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let lead: string[] = [];
  let lines: string[] = [];
  for (const line of [...text.trimEnd().split("\n"), ""]) {
    if (lines.length === 0 && (line === "" || line.startsWith("#"))) lead.push(line);
    else if (line !== "") lines.push(line);
    else {
      blocks.push(parseBlock(lead, lines));
      [lead, lines] = [[""], []];
    }
  }
  return blocks;
}

function parseBlock(lead: readonly string[], lines: readonly string[]): Block {
  const end = lines.includes(separator) ? lines.indexOf(separator) : lines.length;
  const source = lines.slice(0, end);
  const commands: { verb: string; words: string[]; body: string[] }[] = [];
  for (const line of source) {
    const [verb = "", ...words] = line.trim().split(/\s+/);
    if (line.startsWith(" ")) commands.at(-1)?.body.push(line.trim());
    else commands.push({ verb, words, body: [] });
  }
  return { lead, commands, source, expected: lines.slice(end + 1) };
}

/** The scenario with what its blocks showed as the expected trace. */
export function formatScenario(blocks: readonly Block[], traces: readonly (readonly string[])[]): string {
  const lines = blocks.flatMap(({ lead, source }, index) => {
    const trace = traces[index] ?? [];
    return [...lead, ...source, ...(trace.length === 0 ? [] : [separator, ...trace])];
  });
  return `${lines.join("\n")}\n`;
}
