import type { Command } from "commander";
import { connectFrom } from "../connect.ts";
import { formatOutput, outputOption, parseOutputFormat } from "../output/print.ts";
import { formatTable } from "../output/table.ts";
import type { CliDeps } from "../program.ts";
import { describeInitiator } from "./describe.ts";

export function addAppHistory(app: Command, deps: CliDeps): void {
  app
    .command("history <name>")
    .description("what was deployed when: commit, author, message, and who started it")
    .addOption(outputOption())
    .action(async (name: string, options: { readonly output: string }, command: Command) => {
      const client = await connectFrom(command, deps);
      const application = await client.fetchApplication(name, deps);
      const entries = await Promise.all(
        (application.status.history ?? []).map(async (entry) => {
          const revision = entry.revision ?? entry.revisions?.[0] ?? "";
          const commit = await client.fetchRevisionMetadata(name, revision, deps);
          return { ...entry, revision, author: commit.author, date: commit.date, message: commit.message };
        }),
      );
      const wide = (): string =>
        formatTable(
          ["ID", "DATE", "REVISION", "AUTHOR", "COMMITTED", "INITIATED BY", "MESSAGE"],
          entries.map((entry) => [
            String(entry.id),
            entry.deployedAt,
            entry.revision.slice(0, 7),
            entry.author,
            entry.date,
            describeInitiator(entry.initiatedBy),
            entry.message.split("\n", 1)[0] ?? "",
          ]),
        );
      deps.stdout.write(formatOutput(parseOutputFormat(options.output), { value: entries, names: () => entries.map((entry) => String(entry.id)), wide }));
    });
}
