import type { Command } from "commander";
import type { Application, SyncRequest, SyncResource } from "../../api/index.ts";
import { SillageError } from "../../errors/index.ts";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../program.ts";
import { followOperation } from "./follow-operation.ts";
import { formatApplication } from "./get.ts";

interface SyncOptions {
  readonly revision?: string;
  readonly prune?: true;
  readonly dryRun?: true;
  readonly force?: true;
  readonly strategy?: string;
  readonly resource: readonly string[];
  readonly syncOption: readonly string[];
  readonly retryLimit?: string;
  readonly async?: true;
  readonly timeout: string;
}

export function addAppSync(app: Command, deps: CliDeps): void {
  const collect = (value: string, all: readonly string[]): readonly string[] => [...all, value];
  app
    .command("sync <name...>")
    .description("make the cluster equal to Git now")
    .option("--revision <revision>", "sync to this revision instead of the application's")
    .option("--prune", "delete what left Git")
    .option("--dry-run", "ask the API server what would happen, change nothing")
    .option("--force", "delete and create what cannot be changed")
    .option("--strategy <strategy>", "hook (default) or apply, which runs no hooks")
    .option("--resource <group:kind:name>", "only this resource, GROUP:KIND:NAME or GROUP:KIND:NAMESPACE/NAME; may be repeated", collect, [])
    .option("--sync-option <option>", "such as Replace=true; may be repeated", collect, [])
    .option("--retry-limit <count>", "retry a failed sync this often")
    .option("--async", "do not wait for the end")
    .option("--timeout <seconds>", "give up waiting after this time; 0 means never", "0")
    .action(async (names: readonly string[], options: SyncOptions, command: Command) => {
      const client = await connectFrom(command, deps);
      const request = requestFromFlags(options);
      for (const name of names) {
        const before = await client.fetchApplication(name, deps);
        await client.syncApplication(name, request, deps);
        if (options.async === true) continue;
        const application = await followOperation(client, deps, { name, previousStart: before.status.operationState?.startedAt, timeoutSeconds: Number(options.timeout) });
        deps.stdout.write(formatApplication(application, { operation: true }));
        checkPruned(application, options);
      }
    });
}

function requestFromFlags(options: SyncOptions): SyncRequest {
  const { strategy = "hook" } = options;
  if (strategy !== "hook" && strategy !== "apply") throw new SillageError("invalid", `Strategy "${strategy}" is not one of hook, apply`);
  const chosen = strategy !== "hook" || options.force === true ? { strategy: { [strategy]: options.force === true ? { force: true } : {} } } : {};
  return {
    ...(options.revision === undefined ? {} : { revision: options.revision }),
    ...(options.prune === true ? { prune: true } : {}),
    ...(options.dryRun === true ? { dryRun: true } : {}),
    ...chosen,
    ...(options.resource.length === 0 ? {} : { resources: options.resource.map(parseResource) }),
    ...(options.syncOption.length === 0 ? {} : { syncOptions: { items: options.syncOption } }),
    ...(options.retryLimit === undefined ? {} : { retryStrategy: { limit: Number(options.retryLimit) } }),
  };
}

/** `GROUP:KIND:NAME` or `GROUP:KIND:NAMESPACE/NAME`; the core group is empty. */
export function parseResource(text: string): SyncResource {
  const parts = text.split(":");
  const [group, kind, target] = parts;
  if (parts.length !== 3 || group === undefined || kind === undefined || kind === "" || target === undefined || target === "") {
    throw new SillageError("invalid", `Resource "${text}" is not GROUP:KIND:NAME, such as apps:Deployment:web or :ConfigMap:shop/settings`);
  }
  const slash = target.indexOf("/");
  return { group, kind, name: target.slice(slash + 1), ...(slash < 0 ? {} : { namespace: target.slice(0, slash) }) };
}

/** As with Argo CD: what should have gone and is still there makes the command fail. */
function checkPruned(application: Application, options: SyncOptions): void {
  const left = (application.status.resources ?? []).filter((resource) => resource.requiresPruning === true).length;
  if (left > 0 && options.resource.length === 0 && options.dryRun !== true && application.status.sync?.status !== "Synced") {
    throw new SillageError("conflict", `${left} resources require pruning: sync again with --prune`);
  }
}
