import type { Command } from "commander";
import { confirmIfWanted, connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";

export function addProjDelete(proj: Command, deps: CliDeps): void {
  proj
    .command("delete <projects...>")
    .description("delete projects that no application uses")
    .action(async (names: readonly string[], _options: unknown, command: Command) => {
      const client = await connectFrom(command, deps);
      for (const name of names) {
        if (!(await confirmIfWanted(`Are you sure you want to delete '${name}' project?`, command, deps))) {
          deps.stdout.write(`The command to delete '${name}' was cancelled.\n`);
          continue;
        }
        await client.deleteProject(name, deps);
        deps.stdout.write(`project '${name}' deleted\n`);
      }
    });
}
