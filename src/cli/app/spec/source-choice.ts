import { Option, type Command } from "commander";
import { sourcesOf, type Application } from "../../../api/index.ts";
import { parsePosition } from "../../flags.ts";
import { misusedFlags } from "../../exit-code.ts";
import { setAt, type Block } from "./set-at.ts";

/** Which source of an application a command is about. */
export interface SourceChoice {
  /** The first is 1. */
  readonly sourcePosition?: number;
  readonly sourceName?: string;
}

export function addSourceChoice(command: Command): void {
  command
    .addOption(new Option("--source-position <position>", "of an application with several sources, the one at this place; the first is 1").argParser(parsePosition))
    .addOption(new Option("--source-name <name>", "of an application with several sources, the one of this name").conflicts("sourcePosition"));
}

/** The index of the source. Throws a misuse when there are several and none is named, or there is none so. */
export function chooseSource({ metadata, spec }: Pick<Application, "metadata" | "spec">, { sourcePosition, sourceName }: SourceChoice): number {
  const sources = sourcesOf(spec);
  const { name = "" } = metadata;
  if (sourceName !== undefined) {
    const index = sources.findIndex((source) => source.name === sourceName);
    if (index < 0) throw misusedFlags(`Application "${name}" has no source named "${sourceName}"`);
    return index;
  }
  if (sourcePosition === undefined) {
    if (sources.length > 1) throw misusedFlags(`Application "${name}" has ${sources.length} sources: say which with --source-position or --source-name`);
    return 0;
  }
  if (sourcePosition > sources.length) throw misusedFlags(`Application "${name}" has ${sources.length} sources, none at position ${sourcePosition}`);
  return sourcePosition - 1;
}

/** The spec with one of its sources replaced. */
export function replaceSource(spec: Block, index: number, source: Block): Block {
  const { sources } = spec;
  if (!Array.isArray(sources) || sources.length === 0) return setAt(spec, ["source"], source);
  return setAt(
    spec,
    ["sources"],
    sources.map((other: unknown, at) => (at === index ? source : other)),
  );
}
