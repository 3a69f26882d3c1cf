import type { Command } from "commander";
import { SillageError } from "../../errors/index.ts";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { timeoutOption } from "../flags.ts";
import { outputOption, type OutputFormat } from "../output/print.ts";
import { followOperation, requireSuccess } from "./follow-operation.ts";
import { formatApplication } from "./format-application.ts";

interface RollbackOptions {
  readonly prune?: true;
  readonly timeout: number;
  readonly output: OutputFormat;
}

export function addAppRollback(app: Command, deps: CliDeps): void {
  app
    .command("rollback <name> [id]")
    .description("go back to a deployment of `app history`; without ID to the one before. With automated sync on, the application stays there until a newer commit")
    .option("--prune", "delete what that revision does not have")
    .addOption(timeoutOption())
    .addOption(outputOption())
    .action(async (name: string, id: string | undefined, { prune, timeout, output }: RollbackOptions, command: Command) => {
      if (id !== undefined && !/^\d{1,9}$/.test(id)) throw new SillageError("invalid", `"${id}" is not an id of \`sillage app history ${name}\``);
      const client = await connectFrom(command, deps);
      const asked = await client.rollbackApplication(name, { ...(id === undefined ? {} : { id: Number(id) }), ...(prune === true ? { prune } : {}) }, deps);
      const application = await followOperation(client, deps, { asked, timeoutSeconds: timeout });
      deps.stdout.write(formatApplication(application, { output, operation: true }));
      requireSuccess(application);
    });
}
