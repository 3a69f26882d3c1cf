import { Option, type Command } from "commander";
import { connectFrom } from "../../connect.ts";
import type { CliDeps } from "../../deps.ts";
import { qualify } from "../select-names.ts";
import { addResourceFlags, chooseResources, type ResourceFlags } from "./choose-resources.ts";

const patchTypes = { "application/json-patch+json": "json", "application/merge-patch+json": "merge", "application/strategic-merge-patch+json": "strategic" } as const;

interface PatchOptions extends ResourceFlags {
  readonly patch: string;
  readonly patchType: keyof typeof patchTypes;
  readonly all?: true;
}

export function addAppPatchResource(app: Command, deps: CliDeps): void {
  const command = app
    .command("patch-resource <name>")
    .description("patch an object of an application in the cluster; self-heal undoes it")
    .requiredOption("--patch <json>", "the patch")
    .addOption(new Option("--patch-type <type>", "how the patch is meant").choices(Object.keys(patchTypes)).default("application/merge-patch+json"))
    .option("--all", "every object that matches");
  addResourceFlags(command, { needsKind: true });
  command.action(async (given: string, options: PatchOptions, self: Command) => {
    const name = qualify(given, options.appNamespace);
    const { signal } = deps;
    const client = await connectFrom(self, deps);
    for (const resource of await chooseResources(client, name, { flags: options, signal, all: options.all === true })) {
      await client.patchResource(name, resource, { signal, patch: options.patch, patchType: patchTypes[options.patchType] });
      deps.stdout.write(`Resource '${resource.resourceName}' patched\n`);
    }
  });
}
