import { Option, type Command } from "commander";
import { stringifyYaml } from "../../kube/yaml/index.ts";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { appNamespaceOption } from "../flags.ts";
import { qualify } from "./select-names.ts";

interface PatchOptions {
  readonly appNamespace?: string;
  readonly patch: string;
  readonly type: "json" | "merge";
}

export function addAppPatch(app: Command, deps: CliDeps): void {
  app
    .command("patch <name>")
    .description('patch an application: `--patch \'[{"op": "replace", …}]\'`, or `--type merge --patch \'{"spec": …}\'`')
    .addOption(appNamespaceOption())
    .requiredOption("--patch <json>", "the patch")
    .addOption(new Option("--type <type>", "a list of operations, or a piece to merge").choices(["json", "merge"]).default("json"))
    .action(async (given: string, { appNamespace, patch, type }: PatchOptions, self: Command) => {
      const client = await connectFrom(self, deps);
      deps.stdout.write(stringifyYaml(await client.patchApplication(qualify(given, appNamespace), { patch, patchType: type }, { signal: deps.signal })));
    });
}
