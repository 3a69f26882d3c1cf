import { SillageError } from "../errors/index.ts";
import { applicationSourceSchema } from "./application-schema.ts";
import type { ApplicationSource } from "./application-source.ts";
import { describeFirstProblem } from "./schema-problem.ts";

/** A source that stands somewhere else than in an Application, such as in a file of the repository. Throws `invalid` naming the file and the field. */
export function parseApplicationSource(value: unknown, file: string): ApplicationSource {
  if (applicationSourceSchema.Check(value)) return value;
  const problem = describeFirstProblem(applicationSourceSchema.Errors(value));
  throw new SillageError("invalid", `Cannot read "${file}" as the source of an Application: ${problem}`, { reason: "InvalidSpec", terminal: true });
}
