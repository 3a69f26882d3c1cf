import type { Command } from "commander";
import { describeError } from "../errors/index.ts";
import { connectFrom } from "./connect.ts";
import type { CliDeps } from "./deps.ts";

export function addVersionCommand(program: Command, deps: CliDeps): void {
  program
    .command("version")
    .description("print the versions of this client and of the server")
    .option("--client", "only the client's version, no server is asked")
    .action(async (options: { readonly client?: true }, command: Command) => {
      deps.stdout.write(`sillage: ${deps.version}\n`);
      if (options.client === true) return;
      try {
        const client = await connectFrom(command, deps);
        deps.stdout.write(`sillage-server: ${await client.fetchVersion(deps)}\n`);
      } catch (error) {
        deps.stderr.write(`${describeError(error)}\n`);
      }
    });
}
