import { getString } from "../../../kube/index.ts";
import type { CliDeps } from "../../deps.ts";
import type { Flags } from "./field.ts";

/** The flags with the text of the values file in the place of its name. */
export async function readLiteralValues(flags: Flags, deps: Pick<CliDeps, "readFile">): Promise<Flags> {
  const file = getString(flags, "valuesLiteralFile");
  return file === undefined ? flags : { ...flags, valuesLiteralFile: await deps.readFile(file) };
}
