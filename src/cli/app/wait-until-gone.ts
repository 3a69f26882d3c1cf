import type { SillageClient } from "../../client/index.ts";
import { isSillageError, SillageError } from "../../errors/index.ts";

/** Resolves when the application has been deleted; at once when there is none. */
export async function waitUntilGone(client: SillageClient, name: string, { signal }: { readonly signal: AbortSignal }): Promise<void> {
  try {
    for await (const { type } of client.watchApplications({ name, signal })) if (type === "DELETED") return;
  } catch (error) {
    // Absent and forbidden look the same to who does not name the project.
    if (isSillageError(error, "forbidden")) return;
    throw error;
  }
  throw new SillageError("unavailable", `The server ended the stream before application "${name}" was gone`);
}
