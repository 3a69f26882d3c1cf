import { Option, type Command } from "commander";
import { sourcesOf, type Application } from "../../api/index.ts";
import { misusedFlags } from "../exit-code.ts";
import { listOption, parsePosition } from "../flags.ts";

/** Other revisions than those of the application. */
export interface RevisionFlags {
  readonly revision?: string;
  readonly revisions?: readonly string[];
  readonly sourcePositions?: readonly number[];
  readonly sourceNames?: readonly string[];
}

export interface RevisionChoice {
  readonly revision?: string;
  readonly revisions?: readonly string[];
  readonly sourcePositions?: readonly number[];
}

export function addRevisionFlags(command: Command, description: string): void {
  const positions = new Option("--source-positions <position,…>", "the sources that --revisions are of, the first of which is 1");
  command
    .option("--revision <revision>", description)
    .addOption(listOption("--revisions <revision>", "of an application with several sources, the revision of one").conflicts("revision"))
    .addOption(positions.argParser<readonly number[] | undefined>((value, all) => [...(all ?? []), ...value.split(",").map(parsePosition)]))
    .addOption(listOption("--source-names <name>", "the sources that --revisions are of, by name").conflicts("sourcePositions"));
}

/** Which revision for which source. Throws a misuse when revisions and sources do not fit together. */
export function chooseRevisions({ metadata, spec }: Application, { revision, revisions = [], sourcePositions = [], sourceNames = [] }: RevisionFlags): RevisionChoice {
  if (revisions.length !== sourcePositions.length + sourceNames.length) throw misusedFlags("Each of --revisions needs one of --source-positions or --source-names");
  const sources = sourcesOf(spec);
  if (revision !== undefined) {
    if (sources.length > 1) throw misusedFlags(`Application "${metadata.name}" has ${sources.length} sources: use --revisions and --source-positions instead of --revision`);
    return { revision };
  }
  if (revisions.length === 0) return {};
  const named = sourceNames.map((name) => {
    const index = sources.findIndex((source) => source.name === name);
    if (index < 0) throw misusedFlags(`Application "${metadata.name}" has no source named "${name}"`);
    return index + 1;
  });
  return { revisions, sourcePositions: [...sourcePositions, ...named] };
}
