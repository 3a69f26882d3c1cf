import { SillageError } from "../../errors/index.ts";

export interface RevisionChoice {
  readonly revision?: string;
  readonly revisions?: readonly string[];
  /** The first source is 1. */
  readonly sourcePositions?: readonly number[];
}

/** The revision a request names for each source, `undefined` where it names none. Throws `invalid` for positions without a revision or without a source. */
export function positionRevisions({ revision = "", revisions = [], sourcePositions = [] }: RevisionChoice, sourceCount: number): readonly (string | undefined)[] {
  if (sourcePositions.length !== revisions.length && sourcePositions.length > 0) throw new SillageError("invalid", "Each of sourcePositions needs one of revisions");
  const chosen = Array.from({ length: sourceCount }, (): string | undefined => undefined);
  if (revision !== "" && sourceCount > 0) chosen[0] = revision;
  for (const [index, named] of revisions.entries()) {
    const position = sourcePositions[index] ?? index + 1;
    if (position > sourceCount) throw new SillageError("invalid", `Source position ${position} is beyond the ${sourceCount} sources of the application`);
    chosen[position - 1] = named === "" ? undefined : named;
  }
  return chosen;
}
