import { Option, type Command } from "commander";
import type { Application } from "../../api/index.ts";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { misusedFlags, unwantedOutcome } from "../exit-code.ts";
import { appNamespaceOption, listOption, parseCount, selectorOption, timeoutOption } from "../flags.ts";
import { applicationOutputOption, type ApplicationFormat } from "../output/print.ts";
import { followOperation, requireSuccess } from "./follow-operation.ts";
import { printApplication } from "./format-application.ts";
import { parseResourceChoice } from "./parse-resource-choice.ts";
import { planSync, type SyncPlanFlags } from "./plan-sync.ts";
import { previewSync } from "./preview-sync.ts";
import { addRevisionFlags } from "./revision-choice.ts";
import { selectNames } from "./select-names.ts";

interface SyncOptions extends SyncPlanFlags {
  readonly selector?: string;
  readonly project?: readonly string[];
  readonly appNamespace?: string;
  readonly previewChanges?: true;
  readonly assumeYes?: true;
  readonly async?: true;
  readonly timeout: number;
  readonly output: ApplicationFormat;
}

export function addAppSync(app: Command, deps: CliDeps): void {
  const command = app
    .command("sync [name...]")
    .description("make the cluster equal to Git now")
    .addOption(selectorOption())
    .addOption(listOption("--project <name>", "applications of this project instead of names"))
    .addOption(appNamespaceOption());
  addRevisionFlags(command, "sync to this revision instead of the application's");
  addHow(command);
  addWhat(command);
  command
    .option("--preview-changes", "show what would change and ask first")
    .option("--assumeYes", "do not ask")
    .option("--async", "do not wait for the end")
    .addOption(timeoutOption())
    .addOption(applicationOutputOption());
  command.action(async (given: readonly string[], options: SyncOptions, self: Command) => {
    const { selector, project: projects, appNamespace } = options;
    const client = await connectFrom(self, deps);
    const names = await selectNames(client, deps, { names: given, selector, projects, appNamespace, refuse: unwantedOutcome });
    if (names.length !== 1 && options.revisions !== undefined) throw misusedFlags("--revisions go with one application");
    for (const name of names) {
      const request = await planSync(client, deps, { name, flags: options });
      if (options.previewChanges === true && !(await previewSync(client, deps, { name, flags: options }))) continue;
      const asked = await client.syncApplication(name, request, { signal: deps.signal });
      if (options.async === true) continue;
      const resources = (options.resource ?? []).map(parseResourceChoice);
      const application = await followOperation(client, deps, { asked, timeoutSeconds: options.timeout, resources });
      await printApplication(client, deps, { application, output: options.output, operation: true, resources });
      requireSuccess(application);
      requirePruned(application);
    }
  });
}

function addHow(command: Command): void {
  command
    .option("--prune", "delete what left Git")
    .option("--dry-run", "ask the API server what would happen, change nothing")
    .option("--force", "delete and create what cannot be changed")
    .option("--replace", "replace objects instead of applying them")
    .option("--server-side", "apply on the server's side; Sillage always does")
    .option("--apply-out-of-sync-only", "only what is out of sync")
    .addOption(new Option("--strategy <strategy>", "apply runs no hooks (default: hook)").choices(["hook", "apply"]))
    .addOption(listOption("--sync-option <option>", "such as Replace=true, instead of the application's own"))
    .addOption(listOption("--info <name=value>", "kept with the operation"))
    .option("--retry-limit <count>", "retry a failed sync this often", parseCount)
    .option("--retry-backoff-duration <duration>", "wait before the first retry, such as 5s")
    .option("--retry-backoff-factor <factor>", "each wait is so many times the last", parseCount)
    .option("--retry-backoff-max-duration <duration>", "longest wait, such as 3m")
    .option("--retry-refresh", "a retry takes the newest revision");
}

function addWhat(command: Command): void {
  command
    .addOption(listOption("--resource <group:kind:name>", "only this resource, GROUP:KIND:NAME or GROUP:KIND:NAMESPACE/NAME, with * for any text; with ! before it, all others"))
    .addOption(listOption("--label <name=value>", "only resources with this label"))
    .option("--local <folder>", "sync a folder of this machine, committed or not")
    .option("--local-repo-root <folder>", "root of the repository of --local; found by its .git when left out");
}

/** As with Argo CD: what a sync of the whole application leaves to prune makes the command fail. What is protected counts unless pruning was asked for. */
function requirePruned({ status }: Application): void {
  const { operation, syncResult } = status.operationState ?? {};
  const { prune = false, dryRun = false, resources = [] } = operation?.sync ?? {};
  if (prune || dryRun || resources.length > 0 || status.sync?.status === "Synced") return;
  const left = (syncResult?.resources ?? []).filter((result) => result.status === "PruneSkipped").length;
  if (left > 0) throw unwantedOutcome(`${left} resources require pruning: add --prune`);
}
