import type { Command } from "commander";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { appNamespaceOption } from "../flags.ts";
import { qualify } from "./select-names.ts";

export function addAppTerminateOperation(app: Command, deps: CliDeps): void {
  app
    .command("terminate-op <name>")
    .description("stop the running operation of an application")
    .addOption(appNamespaceOption())
    .action(async (given: string, { appNamespace }: { readonly appNamespace?: string }, self: Command) => {
      const client = await connectFrom(self, deps);
      await client.terminateOperation(qualify(given, appNamespace), { signal: deps.signal });
      deps.stdout.write(`Application '${given}' operation terminating\n`);
    });
}
