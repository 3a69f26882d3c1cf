import type { Command } from "commander";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";

export function addAppTerminateOperation(app: Command, deps: CliDeps): void {
  app
    .command("terminate-op <name>")
    .description("stop the running operation of an application")
    .action(async (name: string, _options: unknown, command: Command) => {
      const client = await connectFrom(command, deps);
      await client.terminateOperation(name, deps);
      deps.stdout.write(`Application '${name}' operation terminating\n`);
    });
}
