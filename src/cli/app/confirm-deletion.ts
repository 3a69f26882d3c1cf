import type { Command } from "commander";
import { annotations } from "../../api/index.ts";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { appNamespaceOption } from "../flags.ts";
import { qualify } from "./select-names.ts";

export function addAppConfirmDeletion(app: Command, deps: CliDeps): void {
  app
    .command("confirm-deletion <name>")
    .description("let a sync or a deletion go on that waits for a person to agree to what it deletes")
    .addOption(appNamespaceOption())
    .action(async (given: string, { appNamespace }: { readonly appNamespace?: string }, self: Command) => {
      const client = await connectFrom(self, deps);
      const now = new Date(deps.clock.now()).toISOString().replace(/\.\d+Z$/, "Z");
      const patch = JSON.stringify({ metadata: { annotations: { [annotations.deletionApproved]: now } } });
      await client.patchApplication(qualify(given, appNamespace), { patch, patchType: "merge" }, { signal: deps.signal });
      deps.stdout.write(`Application '${given}' updated successfully\n`);
    });
}
