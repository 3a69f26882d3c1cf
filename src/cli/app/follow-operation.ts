import type { Application } from "../../api/index.ts";
import type { SillageClient } from "../../client/index.ts";
import { SillageError } from "../../errors/index.ts";
import { isNewer } from "../../kube/index.ts";
import type { CliDeps } from "../deps.ts";
import { unwantedOutcome } from "../exit-code.ts";
import { followApplication } from "./follow-application.ts";
import { qualifiedName } from "./format-application.ts";
import { createProgress } from "./progress.ts";
import type { ResourceChoice } from "./resource-rows.ts";
import { withTimeout } from "./with-timeout.ts";

interface Follow {
  /** The application as answered when the operation was asked for. */
  readonly asked: Application;
  readonly timeoutSeconds: number;
  /** The resources to show. */
  readonly resources?: readonly ResourceChoice[];
}

/** Shows each step of an operation until it has ended, well or not. */
export async function followOperation(client: SillageClient, deps: CliDeps, { asked, timeoutSeconds, resources = [] }: Follow): Promise<Application> {
  const name = asked.metadata.name ?? "";
  const progress = createProgress(deps, resources);
  const timeout = new SillageError("deadline", `Application "${name}": the operation did not end within ${timeoutSeconds} s`);
  try {
    return await withTimeout(deps, { seconds: timeoutSeconds, timeout }, (signal) =>
      followApplication(client, deps, {
        name: qualifiedName(asked),
        signal,
        decide({ type, application }) {
          if (type === "DELETED") throw new SillageError("notFound", `Application "${name}" was deleted`);
          // What the server had seen before it heard of the operation tells of the last one.
          if (!isNewer(application, asked)) return undefined;
          progress.show(application);
          return hasEnded(application) ? application : undefined;
        },
      }),
    );
  } finally {
    progress.end();
  }
}

function hasEnded({ operation, status }: Application): boolean {
  const phase = status.operationState?.phase;
  return operation === undefined && phase !== "Running" && phase !== "Terminating";
}

/** Throws an unwanted outcome for an operation that did not succeed. */
export function requireSuccess({ metadata, status }: Application): void {
  const { phase = "Unknown", message = "" } = status.operationState ?? {};
  if (phase === "Succeeded") return;
  const cause = message === "" ? "" : `: ${message}`;
  throw unwantedOutcome(`Operation has completed with phase: ${phase}${cause}; \`sillage app get ${metadata.name} --show-operation\` shows each resource`);
}
