import { Option, type Command } from "commander";
import type { RevisionHistory, RevisionMetadata } from "../../api/index.ts";
import type { SillageClient } from "../../client/index.ts";
import { isSillageError } from "../../errors/index.ts";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { appNamespaceOption } from "../flags.ts";
import { formatOutput, type OutputFormat } from "../output/print.ts";
import { formatTable } from "../output/table.ts";
import { describeInitiator } from "./describe.ts";
import { qualify } from "./select-names.ts";
import { addSourceChoice, chooseSource, type SourceChoice } from "./spec/source-choice.ts";

/** A deployment with the commit that it brought. */
interface HistoryEntry extends RevisionHistory {
  /** Absent when the commit is not in the repository any more. */
  readonly commit?: RevisionMetadata;
}

interface HistoryOptions extends SourceChoice {
  readonly appNamespace?: string;
  readonly output: OutputFormat | "id";
}

export function addAppHistory(app: Command, deps: CliDeps): void {
  const command = app
    .command("history <name>")
    .description("what was deployed when: commit, author, message, and who started it")
    .addOption(appNamespaceOption())
    .addOption(new Option("-o, --output <format>", "output format").choices(["wide", "id", "json", "yaml", "name"]).default("wide"));
  addSourceChoice(command);
  command.action(async (given: string, options: HistoryOptions, self: Command) => {
    const name = qualify(given, options.appNamespace);
    const client = await connectFrom(self, deps);
    const application = await client.fetchApplication(name, { signal: deps.signal });
    const isChosen = options.sourcePosition !== undefined || options.sourceName !== undefined;
    const sourceIndex = isChosen ? chooseSource(application, options) : 0;
    const value = await Promise.all((application.status.history ?? []).map((entry) => addCommit(client, deps, { name, entry, sourceIndex })));
    const output = options.output === "id" ? "name" : options.output;
    deps.stdout.write(formatOutput(output, { value, names: () => value.map((entry) => String(entry.id)), wide: () => formatHistory(value, sourceIndex) }));
  });
}

interface Deployment {
  readonly name: string;
  readonly entry: RevisionHistory;
  readonly sourceIndex: number;
}

async function addCommit(client: SillageClient, deps: CliDeps, { name, entry, sourceIndex }: Deployment): Promise<HistoryEntry> {
  const revision = revisionOf(entry, sourceIndex);
  if (revision === "") return entry;
  const source = entry.revisions === undefined ? {} : { sourceIndex, versionId: entry.id };
  try {
    return { ...entry, commit: await client.fetchRevisionMetadata(name, revision, { ...source, signal: deps.signal }) };
  } catch (error) {
    if (isSillageError(error, "notFound")) return entry;
    throw error;
  }
}

const header = ["ID", "DATE", "REVISION", "AUTHOR", "COMMITTED", "INITIATED BY", "MESSAGE"];

function formatHistory(entries: readonly HistoryEntry[], sourceIndex: number): string {
  const rows = entries.map((entry) => {
    const { author = "", date = "", message = "" } = entry.commit ?? {};
    return [String(entry.id), entry.deployedAt, revisionOf(entry, sourceIndex).slice(0, 7), author, date, describeInitiator(entry.initiatedBy), message.split("\n", 1)[0] ?? ""];
  });
  return formatTable(header, rows);
}

function revisionOf(entry: RevisionHistory, sourceIndex: number): string {
  return entry.revisions?.[sourceIndex] ?? entry.revision ?? "";
}
