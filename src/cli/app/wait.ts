import type { Command } from "commander";
import type { Application } from "../../api/index.ts";
import type { SillageClient } from "../../client/index.ts";
import { SillageError } from "../../errors/index.ts";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { unwantedOutcome } from "../exit-code.ts";
import { selectorOption, timeoutOption } from "../flags.ts";
import { outputOption, type OutputFormat } from "../output/print.ts";
import { formatApplication } from "./format-application.ts";
import { createProgress } from "./progress.ts";
import { selectNames } from "./select-names.ts";
import { hasTurnedDegraded, isReached, parseWaitFlags, type WaitFlags } from "./wait-condition.ts";
import { waitUntilGone } from "./wait-until-gone.ts";
import { withTimeout } from "./with-timeout.ts";

interface WaitOptions extends WaitFlags {
  readonly selector?: string;
  readonly delete?: true;
  readonly timeout: number;
  readonly output: OutputFormat;
}

export function addAppWait(app: Command, deps: CliDeps): void {
  app
    .command("wait [name...]")
    .description("wait until applications are synced and healthy and no operation runs, showing each change")
    .addOption(selectorOption())
    .option("--sync", "wait for Synced")
    .option("--health", "wait for Healthy")
    .option("--operation", "wait for the end of a running operation")
    .option("--suspended", "Suspended is good, too")
    .option("--degraded", "Degraded is good, too")
    .option("--delete", "wait until the application is gone")
    .addOption(timeoutOption())
    .addOption(outputOption())
    .action(async (given: readonly string[], options: WaitOptions, command: Command) => {
      const client = await connectFrom(command, deps);
      for (const name of await selectNames(client, deps, { names: given, selector: options.selector })) {
        if (options.delete === true) {
          await waitForDeletion(client, deps, { name, seconds: options.timeout });
          continue;
        }
        const application = await waitFor(client, deps, { name, options });
        deps.stdout.write(formatApplication(application, { output: options.output, operation: false }));
      }
    });
}

async function waitForDeletion(client: SillageClient, deps: CliDeps, { name, seconds }: { readonly name: string; readonly seconds: number }): Promise<void> {
  const timeout = unwantedOutcome(`Application "${name}" was not deleted within ${seconds} s`);
  await withTimeout(deps, { seconds, timeout }, (signal) => waitUntilGone(client, name, { signal }));
  deps.stdout.write(`application '${name}' deleted\n`);
}

async function waitFor(client: SillageClient, deps: CliDeps, wait: { readonly name: string; readonly options: WaitOptions }): Promise<Application> {
  const { name, options } = wait;
  const seconds = options.timeout;
  const condition = parseWaitFlags(options);
  const progress = createProgress(deps);
  const timeout = new SillageError("deadline", `Application "${name}" did not get there within ${seconds} s: see \`sillage app get ${name}\``);
  return withTimeout(deps, { seconds, timeout }, async (signal) => {
    let previous: Application | undefined;
    for await (const { type, application } of client.watchApplications({ name, signal })) {
      if (type === "DELETED") throw new SillageError("notFound", `Application "${name}" was deleted`);
      progress.show(application);
      if (isReached(application, condition)) return application;
      if (hasTurnedDegraded({ previous, application }, condition)) throw turnedDegraded(application);
      previous = application;
    }
    throw new SillageError("unavailable", `The server ended the stream while waiting for "${name}"`);
  });
}

function turnedDegraded({ metadata, status }: Application): SillageError {
  const { message = "" } = status.health ?? {};
  return new SillageError("conflict", `Application "${metadata.name}" turned Degraded${message === "" ? "" : `: ${message}`}`);
}
