import type { Application } from "../../api/index.ts";
import type { SillageClient } from "../../client/index.ts";
import { SillageError } from "../../errors/index.ts";
import type { CliDeps } from "../program.ts";
import { createProgress } from "./progress.ts";
import { withTimeout } from "./with-timeout.ts";

interface Follow {
  readonly name: string;
  /** `operationState.startedAt` before the operation was asked for: what tells the new one from the last. */
  readonly previousStart: string | undefined;
  readonly timeoutSeconds: number;
}

/** Shows each step of an operation until it has ended; throws `conflict` when it did not succeed. */
export async function followOperation(client: SillageClient, deps: CliDeps, follow: Follow): Promise<Application> {
  const { name, previousStart } = follow;
  const progress = createProgress(deps);
  const what = `Application "${name}": the operation did not end within ${follow.timeoutSeconds} s`;
  return withTimeout(deps, { seconds: follow.timeoutSeconds, what }, async (signal) => {
    let seenStart = false;
    for await (const { type, application } of client.watchApplications({ name, signal })) {
      if (type === "DELETED") throw new SillageError("notFound", `Application "${name}" was deleted`);
      progress.show(application);
      const state = application.status.operationState;
      seenStart ||= application.operation !== undefined || state?.startedAt !== previousStart;
      if (!seenStart || application.operation !== undefined || state === undefined || state.phase === "Running" || state.phase === "Terminating") continue;
      if (state.phase === "Succeeded") return application;
      throw new SillageError("conflict", `Operation has completed with phase: ${state.phase}: ${state.message ?? ""}`);
    }
    throw new SillageError("unavailable", `The server ended the stream before the operation of "${name}" had ended`);
  });
}
