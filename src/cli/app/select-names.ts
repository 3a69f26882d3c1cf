import type { SillageClient } from "../../client/index.ts";
import { SillageError } from "../../errors/index.ts";
import type { CliDeps } from "../deps.ts";

interface Selection {
  readonly names: readonly string[];
  readonly selector: string | undefined;
}

/** The applications a command is about: by name, or by label. Throws `invalid` for neither or both, `notFound` when none has the labels. */
export async function selectNames(client: SillageClient, deps: CliDeps, { names, selector }: Selection): Promise<readonly string[]> {
  if (names.length > 0 && selector !== undefined) throw new SillageError("invalid", "Give names or --selector, not both");
  if (selector === undefined) {
    if (names.length === 0) throw new SillageError("invalid", "Which application: give a name, or --selector");
    return names;
  }
  const found = await client.fetchApplications({ signal: deps.signal, selector });
  if (found.length === 0) throw new SillageError("notFound", `No applications match selector "${selector}"`);
  return found.map((application) => application.metadata.name ?? "").toSorted();
}
