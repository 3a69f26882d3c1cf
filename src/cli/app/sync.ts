import { Option, type Command } from "commander";
import type { Application } from "../../api/index.ts";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { unwantedOutcome } from "../exit-code.ts";
import { listOption, parseCount, selectorOption, timeoutOption } from "../flags.ts";
import { outputOption, type OutputFormat } from "../output/print.ts";
import { followOperation, requireSuccess } from "./follow-operation.ts";
import { formatApplication } from "./format-application.ts";
import { selectNames } from "./select-names.ts";
import { parseSyncFlags, type SyncFlags } from "./sync-request.ts";

interface SyncOptions extends SyncFlags {
  readonly selector?: string;
  readonly async?: true;
  readonly timeout: number;
  readonly output: OutputFormat;
}

export function addAppSync(app: Command, deps: CliDeps): void {
  app
    .command("sync [name...]")
    .description("make the cluster equal to Git now")
    .addOption(selectorOption())
    .option("--revision <revision>", "sync to this revision instead of the application's")
    .option("--prune", "delete what left Git")
    .option("--dry-run", "ask the API server what would happen, change nothing")
    .option("--force", "delete and create what cannot be changed")
    .addOption(new Option("--strategy <strategy>", "apply runs no hooks (default: hook)").choices(["hook", "apply"]))
    .addOption(listOption("--resource <group:kind:name>", "only this resource, GROUP:KIND:NAME or GROUP:KIND:NAMESPACE/NAME"))
    .addOption(listOption("--sync-option <option>", "such as Replace=true, instead of the application's own"))
    .option("--retry-limit <count>", "retry a failed sync this often", parseCount)
    .option("--async", "do not wait for the end")
    .addOption(timeoutOption())
    .addOption(outputOption())
    .action(async (given: readonly string[], options: SyncOptions, command: Command) => {
      const request = parseSyncFlags(options);
      const client = await connectFrom(command, deps);
      for (const name of await selectNames(client, deps, { names: given, selector: options.selector })) {
        const asked = await client.syncApplication(name, request, deps);
        if (options.async === true) continue;
        const application = await followOperation(client, deps, { asked, timeoutSeconds: options.timeout });
        deps.stdout.write(formatApplication(application, { output: options.output, operation: true }));
        requireSuccess(application);
        requirePruned(application);
      }
    });
}

/** As with Argo CD: what a sync of the whole application leaves to prune makes the command fail. What is protected counts unless pruning was asked for. */
function requirePruned({ status }: Application): void {
  const { operation, syncResult } = status.operationState ?? {};
  const { prune = false, dryRun = false, resources = [] } = operation?.sync ?? {};
  if (prune || dryRun || resources.length > 0 || status.sync?.status === "Synced") return;
  const left = (syncResult?.resources ?? []).filter((result) => result.status === "PruneSkipped").length;
  if (left > 0) throw unwantedOutcome(`${left} resources require pruning`);
}
