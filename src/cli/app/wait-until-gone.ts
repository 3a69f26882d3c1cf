import type { SillageClient } from "../../client/index.ts";
import { isSillageError } from "../../errors/index.ts";
import type { CliDeps } from "../deps.ts";
import { followApplication } from "./follow-application.ts";

/** Resolves when the application has been deleted; at once when there is none. */
export async function waitUntilGone(client: SillageClient, deps: CliDeps, which: { readonly name: string; readonly signal: AbortSignal }): Promise<void> {
  try {
    await followApplication(client, deps, { ...which, decide: ({ type }) => (type === "DELETED" ? true : undefined) });
  } catch (error) {
    // Absent and forbidden look the same to who does not name the project.
    if (!isSillageError(error, "forbidden")) throw error;
  }
}
