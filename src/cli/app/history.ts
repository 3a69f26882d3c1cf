import type { Command } from "commander";
import type { RevisionHistory, RevisionMetadata } from "../../api/index.ts";
import type { SillageClient } from "../../client/index.ts";
import { isSillageError } from "../../errors/index.ts";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { formatOutput, outputOption, type OutputFormat } from "../output/print.ts";
import { formatTable } from "../output/table.ts";
import { describeInitiator } from "./describe.ts";

/** A deployment with the commit that it brought. */
interface HistoryEntry extends RevisionHistory {
  /** Absent when the commit is not in the repository any more. */
  readonly commit?: RevisionMetadata;
}

export function addAppHistory(app: Command, deps: CliDeps): void {
  app
    .command("history <name>")
    .description("what was deployed when: commit, author, message, and who started it")
    .addOption(outputOption())
    .action(async (name: string, { output }: { readonly output: OutputFormat }, command: Command) => {
      const client = await connectFrom(command, deps);
      const { status } = await client.fetchApplication(name, deps);
      const value = await Promise.all((status.history ?? []).map((entry) => addCommit(client, deps, { name, entry })));
      deps.stdout.write(formatOutput(output, { value, names: () => value.map((entry) => String(entry.id)), wide: () => formatHistory(value) }));
    });
}

async function addCommit(client: SillageClient, deps: CliDeps, { name, entry }: { readonly name: string; readonly entry: RevisionHistory }): Promise<HistoryEntry> {
  const revision = revisionOf(entry);
  if (revision === "") return entry;
  try {
    return { ...entry, commit: await client.fetchRevisionMetadata(name, revision, deps) };
  } catch (error) {
    if (isSillageError(error, "notFound")) return entry;
    throw error;
  }
}

const header = ["ID", "DATE", "REVISION", "AUTHOR", "COMMITTED", "INITIATED BY", "MESSAGE"];

function formatHistory(entries: readonly HistoryEntry[]): string {
  const rows = entries.map((entry) => {
    const { author = "", date = "", message = "" } = entry.commit ?? {};
    return [String(entry.id), entry.deployedAt, revisionOf(entry).slice(0, 7), author, date, describeInitiator(entry.initiatedBy), message.split("\n", 1)[0] ?? ""];
  });
  return formatTable(header, rows);
}

/** With several sources, the first. */
function revisionOf(entry: RevisionHistory): string {
  return entry.revision ?? entry.revisions?.[0] ?? "";
}
