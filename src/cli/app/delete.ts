import { Option, type Command } from "commander";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { parseTruth, selectorOption } from "../flags.ts";
import { selectNames } from "./select-names.ts";
import { waitUntilGone } from "./wait-until-gone.ts";

interface DeleteOptions {
  readonly selector?: string;
  readonly cascade: boolean;
  readonly propagationPolicy: "foreground" | "background";
  readonly yes?: true;
  readonly wait?: true;
}

export function addAppDelete(app: Command, deps: CliDeps): void {
  app
    .command("delete [name...]")
    .description("delete applications, and by default what they manage")
    .addOption(selectorOption())
    .addOption(new Option("--cascade [bool]", "delete what the application manages, too").argParser(parseTruth).default(true).preset("true"))
    .addOption(new Option("-p, --propagation-policy <policy>", "how a cascading delete goes on").choices(["foreground", "background"]).default("foreground"))
    .option("-y, --yes", "do not ask")
    .option("--wait", "until the applications are gone")
    .action(async (given: readonly string[], options: DeleteOptions, command: Command) => {
      const { cascade, propagationPolicy, yes = false, wait = false } = options;
      const client = await connectFrom(command, deps);
      for (const name of await selectNames(client, deps, { names: given, selector: options.selector })) {
        const question = cascade ? `Delete '${name}' and everything it manages?` : `Delete '${name}' and leave what it manages?`;
        if (!yes && !(await deps.confirm(question))) {
          deps.stdout.write(`application '${name}' left as it is\n`);
          continue;
        }
        await client.deleteApplication(name, { signal: deps.signal, cascade, ...(cascade ? { propagationPolicy } : {}) });
        if (wait) await waitUntilGone(client, name, deps);
        deps.stdout.write(`application '${name}' deleted\n`);
      }
    });
}
