import { Option, type Command } from "commander";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { appNamespaceOption, parseTruth, selectorOption } from "../flags.ts";
import { selectNames } from "./select-names.ts";
import { waitUntilGone } from "./wait-until-gone.ts";

interface DeleteOptions {
  readonly selector?: string;
  readonly appNamespace?: string;
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
    .addOption(appNamespaceOption())
    .addOption(new Option("--cascade [bool]", "delete what the application manages, too").argParser(parseTruth).default(true).preset("true"))
    .addOption(new Option("-p, --propagation-policy <policy>", "how a cascading delete goes on").choices(["foreground", "background"]).default("foreground"))
    .option("-y, --yes", "do not ask")
    .option("--wait", "until the applications are gone")
    .action(async (given: readonly string[], options: DeleteOptions, command: Command) => {
      const { selector, appNamespace, cascade, propagationPolicy, yes = false, wait = false } = options;
      const client = await connectFrom(command, deps);
      const names = await selectNames(client, deps, { names: given, selector, appNamespace });
      // As with Argo CD, a script is not asked, nor is anybody when what the application manages stays.
      const isAsked = cascade && !yes && deps.stderr.terminal !== undefined;
      const agrees = isAsked ? createQuestion(deps, { isOnly: names.length === 1 }) : async () => true;
      for (const name of names) {
        if (!(await agrees(name))) {
          deps.stdout.write(`application '${name}' left as it is\n`);
          continue;
        }
        await client.deleteApplication(name, { signal: deps.signal, cascade, ...(cascade ? { propagationPolicy } : {}) });
        if (wait) await waitUntilGone(client, deps, { name, signal: deps.signal });
        deps.stdout.write(`application '${name}' deleted\n`);
      }
    });
}

/** Asks for each application; of several, `a` is a yes to all that are left. */
function createQuestion(deps: CliDeps, { isOnly }: { readonly isOnly: boolean }): (name: string) => Promise<boolean> {
  let isYesToAll = false;
  return async (name) => {
    const question = `Delete '${name}' and everything it manages?`;
    if (isYesToAll) return true;
    if (isOnly) return deps.confirm(question);
    const answer = (await deps.askText(`${question} [y/n/a]`)).trim().toLowerCase();
    isYesToAll = answer.startsWith("a");
    return isYesToAll || answer.startsWith("y");
  };
}
