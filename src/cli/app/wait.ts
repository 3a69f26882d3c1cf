import type { Command } from "commander";
import type { Application } from "../../api/index.ts";
import type { SillageClient } from "../../client/index.ts";
import { SillageError } from "../../errors/index.ts";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../program.ts";
import { formatApplication } from "./get.ts";
import { createProgress } from "./progress.ts";
import { withTimeout } from "./with-timeout.ts";

interface WaitOptions {
  readonly sync?: true;
  readonly health?: true;
  readonly operation?: true;
  readonly suspended?: true;
  readonly degraded?: true;
  readonly delete?: true;
  readonly timeout: string;
}

export function addAppWait(app: Command, deps: CliDeps): void {
  app
    .command("wait <name...>")
    .description("wait until applications are synced and healthy and no operation runs, showing each change")
    .option("--sync", "wait for Synced")
    .option("--health", "wait for Healthy")
    .option("--operation", "wait for the end of a running operation")
    .option("--suspended", "Suspended is good, too")
    .option("--degraded", "Degraded is good, too")
    .option("--delete", "wait until the application is gone")
    .option("--timeout <seconds>", "give up after this time; 0 means never", "0")
    .action(async (names: readonly string[], options: WaitOptions, command: Command) => {
      const client = await connectFrom(command, deps);
      for (const name of names) {
        const application = await waitFor(client, deps, { name, options });
        if (application !== undefined) deps.stdout.write(formatApplication(application, { operation: false }));
      }
    });
}

async function waitFor(client: SillageClient, deps: CliDeps, wait: { readonly name: string; readonly options: WaitOptions }): Promise<Application | undefined> {
  const { name, options } = wait;
  const progress = createProgress(deps);
  const seconds = Number(options.timeout);
  await client.fetchApplication(name, deps);
  return withTimeout(deps, { seconds, what: `Application "${name}" did not get there within ${seconds} s: see \`sillage app get ${name}\`` }, async (signal) => {
    let previous: Application | undefined;
    for await (const { type, application } of client.watchApplications({ name, signal })) {
      if (type === "DELETED") {
        if (options.delete === true) return undefined;
        throw new SillageError("notFound", `Application "${name}" was deleted`);
      }
      progress.show(application);
      if (options.delete !== true && isReached(application, options)) return application;
      failWhenTurnedDegraded(name, { previous, application, options });
      previous = application;
    }
    throw new SillageError("unavailable", `The server ended the stream while waiting for "${name}"`);
  });
}

/** Without a condition flag: sync, health and operation together. */
export function isReached(application: Application, options: Omit<WaitOptions, "timeout">): boolean {
  const all = options.sync !== true && options.health !== true && options.operation !== true && options.suspended !== true && options.degraded !== true;
  const { status, operation } = application;
  const phase = status.operationState?.phase;
  if ((all || options.sync === true) && status.sync?.status !== "Synced") return false;
  if ((all || options.operation === true) && (operation !== undefined || phase === "Running" || phase === "Terminating")) return false;
  const wanted = [...(all || options.health === true ? ["Healthy"] : []), ...(options.suspended === true ? ["Suspended"] : []), ...(options.degraded === true ? ["Degraded"] : [])];
  return wanted.length === 0 || wanted.includes(status.health?.status ?? "Unknown");
}

function failWhenTurnedDegraded(name: string, seen: { readonly previous: Application | undefined; readonly application: Application; readonly options: WaitOptions }): void {
  const { previous, application, options } = seen;
  const before = previous?.status.health?.status ?? "Unknown";
  const watchesHealth = options.degraded !== true && (options.health === true || (options.sync !== true && options.operation !== true));
  if (watchesHealth && application.status.health?.status === "Degraded" && before !== "Unknown" && before !== "Degraded") {
    throw new SillageError("conflict", `Application "${name}" turned from ${before} to Degraded: ${application.status.health.message ?? "see `sillage app get`"}`);
  }
}
