import type { Command } from "commander";
import { confirmIfWanted, connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";

export function addRepoRemove(repo: Command, deps: CliDeps): void {
  repo
    .command("rm <urls...>")
    .description("forget repositories and their credentials")
    .option("--project <project>", "those of this project")
    .action(async (urls: readonly string[], { project }: { readonly project?: string }, command: Command) => {
      const client = await connectFrom(command, deps);
      for (const url of urls) {
        if (await confirmIfWanted(`Are you sure you want to delete repository '${url}'?`, command, deps)) {
          await client.deleteRepository(url, { signal: deps.signal, project });
          deps.stdout.write(`Repository '${url}' removed\n`);
        } else deps.stdout.write(`The command to delete repository '${url}' was cancelled.\n`);
      }
    });
}
