import type { Command } from "commander";
import type { Application } from "../../api/index.ts";
import type { SillageClient } from "../../client/index.ts";
import { SillageError } from "../../errors/index.ts";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { unwantedOutcome } from "../exit-code.ts";
import { appNamespaceOption, listOption, selectorOption, timeoutOption } from "../flags.ts";
import { applicationOutputOption, type ApplicationFormat } from "../output/print.ts";
import { followApplication } from "./follow-application.ts";
import { printApplication } from "./format-application.ts";
import { parseResourceChoice } from "./parse-resource-choice.ts";
import { createProgress } from "./progress.ts";
import type { ResourceChoice } from "./resource-rows.ts";
import { selectNames } from "./select-names.ts";
import { findDegraded, isReached, parseWaitFlags, type WaitFlags } from "./wait-condition.ts";
import { waitUntilGone } from "./wait-until-gone.ts";
import { withTimeout } from "./with-timeout.ts";

interface WaitOptions extends WaitFlags {
  readonly selector?: string;
  readonly appNamespace?: string;
  readonly resource?: readonly string[];
  readonly delete?: true;
  readonly timeout: number;
  readonly output: ApplicationFormat;
}

export function addAppWait(app: Command, deps: CliDeps): void {
  app
    .command("wait [name...]")
    .description("wait until applications are synced and healthy and no operation runs, showing each change")
    .addOption(selectorOption())
    .addOption(appNamespaceOption())
    .option("--sync", "wait for Synced")
    .option("--health", "wait for Healthy")
    .option("--operation", "wait for the end of a running operation")
    .option("--suspended", "Suspended is good, too")
    .option("--degraded", "Degraded is good, too")
    .option("--hydrated", "wait for hydrated manifests; without a source hydrator they always are")
    .option("--delete", "wait until the application is gone")
    .addOption(listOption("--resource <group:kind:name>", "only this resource, GROUP:KIND:NAME or GROUP:KIND:NAMESPACE/NAME; with ! before it, all others"))
    .addOption(timeoutOption())
    .addOption(applicationOutputOption())
    .action(async (given: readonly string[], options: WaitOptions, command: Command) => {
      const resources = (options.resource ?? []).map(parseResourceChoice);
      const client = await connectFrom(command, deps);
      for (const name of await selectNames(client, deps, { names: given, selector: options.selector, appNamespace: options.appNamespace })) {
        if (options.delete === true) {
          await waitForDeletion(client, deps, { name, seconds: options.timeout });
          continue;
        }
        const application = await waitFor(client, deps, { name, options, resources });
        await printApplication(client, deps, { application, output: options.output, operation: false, resources });
      }
    });
}

async function waitForDeletion(client: SillageClient, deps: CliDeps, { name, seconds }: { readonly name: string; readonly seconds: number }): Promise<void> {
  const timeout = unwantedOutcome(`Application "${name}" was not deleted within ${seconds} s`);
  await withTimeout(deps, { seconds, timeout }, (signal) => waitUntilGone(client, deps, { name, signal }));
  deps.stdout.write(`application '${name}' deleted\n`);
}

interface Wait {
  readonly name: string;
  readonly options: WaitOptions;
  readonly resources: readonly ResourceChoice[];
}

async function waitFor(client: SillageClient, deps: CliDeps, { name, options, resources }: Wait): Promise<Application> {
  const seconds = options.timeout;
  const condition = parseWaitFlags(options, resources);
  const progress = createProgress(deps, resources);
  const timeout = new SillageError("deadline", `Application "${name}" did not get there within ${seconds} s: see \`sillage app get ${name}\``);
  try {
    return await withTimeout(deps, { seconds, timeout }, (signal) => {
      let previous: Application | undefined;
      return followApplication(client, deps, {
        name,
        signal,
        decide({ type, application }) {
          if (type === "DELETED") throw new SillageError("notFound", `Application "${name}" was deleted`);
          progress.show(application);
          if (isReached(application, condition)) return application;
          const degraded = findDegraded({ previous, application }, condition);
          if (degraded !== undefined) throw new SillageError("conflict", degraded);
          previous = application;
          return undefined;
        },
      });
    });
  } finally {
    progress.end();
  }
}
