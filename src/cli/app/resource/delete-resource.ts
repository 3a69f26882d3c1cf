import type { Command } from "commander";
import { connectFrom } from "../../connect.ts";
import type { CliDeps } from "../../deps.ts";
import { qualify } from "../select-names.ts";
import { addResourceFlags, chooseResources, type ResourceFlags } from "./choose-resources.ts";

interface DeleteOptions extends ResourceFlags {
  readonly force?: true;
  readonly orphan?: true;
  readonly all?: true;
}

export function addAppDeleteResource(app: Command, deps: CliDeps): void {
  const command = app
    .command("delete-resource <name>")
    .description("delete an object of an application in the cluster; a sync makes it anew")
    .option("--force", "at once, without a period of grace")
    .option("--orphan", "leave what belongs to the object")
    .option("--all", "every object that matches");
  addResourceFlags(command, { needsKind: true });
  command.action(async (given: string, options: DeleteOptions, self: Command) => {
    const { force = false, orphan = false, all = false } = options;
    const name = qualify(given, options.appNamespace);
    const { signal } = deps;
    const client = await connectFrom(self, deps);
    for (const resource of await chooseResources(client, name, { flags: options, signal, all })) {
      await client.deleteResource(name, resource, { signal, ...(force ? { force } : {}), ...(orphan ? { orphan } : {}) });
      deps.stdout.write(`Resource '${resource.resourceName}' deleted\n`);
    }
  });
}
