import type { Application } from "../../api/index.ts";
import type { SillageClient } from "../../client/index.ts";
import { SillageError } from "../../errors/index.ts";
import { isNewer } from "../../kube/index.ts";
import type { CliDeps } from "../deps.ts";
import { unwantedOutcome } from "../exit-code.ts";
import { createProgress } from "./progress.ts";
import { withTimeout } from "./with-timeout.ts";

interface Follow {
  /** The application as answered when the operation was asked for. */
  readonly asked: Application;
  readonly timeoutSeconds: number;
}

/** Shows each step of an operation until it has ended, well or not. */
export async function followOperation(client: SillageClient, deps: CliDeps, { asked, timeoutSeconds }: Follow): Promise<Application> {
  const { name = "" } = asked.metadata;
  const progress = createProgress(deps);
  const timeout = new SillageError("deadline", `Application "${name}": the operation did not end within ${timeoutSeconds} s`);
  return withTimeout(deps, { seconds: timeoutSeconds, timeout }, async (signal) => {
    for await (const { type, application } of client.watchApplications({ name, signal })) {
      if (type === "DELETED") throw new SillageError("notFound", `Application "${name}" was deleted`);
      // What the server had seen before it heard of the operation tells of the last one.
      if (!isNewer(application, asked)) continue;
      progress.show(application);
      if (hasEnded(application)) return application;
    }
    throw new SillageError("unavailable", `The server ended the stream before the operation of "${name}" had ended`);
  });
}

function hasEnded({ operation, status }: Application): boolean {
  const phase = status.operationState?.phase;
  return operation === undefined && phase !== "Running" && phase !== "Terminating";
}

/** Throws an unwanted outcome for an operation that did not succeed. */
export function requireSuccess({ status }: Application): void {
  const { phase = "Unknown", message = "" } = status.operationState ?? {};
  if (phase !== "Succeeded") throw unwantedOutcome(`Operation has completed with phase: ${phase}${message === "" ? "" : `: ${message}`}`);
}
