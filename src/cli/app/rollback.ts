import type { Command } from "commander";
import { SillageError } from "../../errors/index.ts";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { appNamespaceOption, timeoutOption } from "../flags.ts";
import { applicationOutputOption, type ApplicationFormat } from "../output/print.ts";
import { followOperation, requireSuccess } from "./follow-operation.ts";
import { printApplication } from "./format-application.ts";
import { qualify } from "./select-names.ts";

interface RollbackOptions {
  readonly appNamespace?: string;
  readonly prune?: true;
  readonly timeout: number;
  readonly output: ApplicationFormat;
}

export function addAppRollback(app: Command, deps: CliDeps): void {
  app
    .command("rollback <name> [id]")
    .description("go back to a deployment of `app history`; without ID to the one before. With automated sync on, the application stays there until a newer commit")
    .addOption(appNamespaceOption())
    .option("--prune", "delete what that revision does not have")
    .addOption(timeoutOption())
    .addOption(applicationOutputOption())
    .action(async (given: string, id: string | undefined, { appNamespace, prune, timeout, output }: RollbackOptions, command: Command) => {
      if (id !== undefined && !/^\d{1,9}$/.test(id)) throw new SillageError("invalid", `"${id}" is not an id of \`sillage app history ${given}\``);
      const client = await connectFrom(command, deps);
      const request = { ...(id === undefined ? {} : { id: Number(id) }), ...(prune === true ? { prune } : {}) };
      const asked = await client.rollbackApplication(qualify(given, appNamespace), request, { signal: deps.signal });
      const application = await followOperation(client, deps, { asked, timeoutSeconds: timeout });
      await printApplication(client, deps, { application, output, operation: true });
      requireSuccess(application);
    });
}
