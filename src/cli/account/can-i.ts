import type { Command } from "commander";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";

export function addAccountCanI(account: Command, deps: CliDeps): void {
  account
    .command("can-i <action> <resource> <subresource>")
    .description("say whether you may do something, such as: can-i sync applications 'default/*'")
    .action(async (action: string, resource: string, object: string, _options: unknown, command: Command) => {
      const client = await connectFrom(command, deps);
      deps.stdout.write(`${await client.canI({ action, resource, object }, deps)}\n`);
    });
}
