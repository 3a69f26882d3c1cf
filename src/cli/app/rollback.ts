import type { Command } from "commander";
import { SillageError } from "../../errors/index.ts";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../program.ts";
import { formatApplication } from "./get.ts";
import { followOperation } from "./follow-operation.ts";

export function addAppRollback(app: Command, deps: CliDeps): void {
  app
    .command("rollback <name> [id]")
    .description("go back to a deployment of `app history`; without ID to the one before. With automated sync on, the application stays there until a newer commit")
    .option("--prune", "delete what that revision does not have")
    .option("--timeout <seconds>", "give up waiting after this time; 0 means never", "0")
    .action(async (name: string, id: string | undefined, options: { readonly prune?: true; readonly timeout: string }, command: Command) => {
      const client = await connectFrom(command, deps);
      if (id !== undefined && !/^\d+$/.test(id)) throw new SillageError("invalid", `"${id}" is not an id of \`sillage app history ${name}\``);
      const before = await client.fetchApplication(name, deps);
      await client.rollbackApplication(name, { ...(id === undefined ? {} : { id: Number(id) }), ...(options.prune === true ? { prune: true } : {}) }, deps);
      const application = await followOperation(client, deps, { name, previousStart: before.status.operationState?.startedAt, timeoutSeconds: Number(options.timeout) });
      deps.stdout.write(formatApplication(application, { operation: true }));
    });
}
