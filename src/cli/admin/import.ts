import { Option, type Command } from "commander";
import { applyImport, fetchInstallation, parseBackup, planImport, type ImportStep } from "../../backup/index.ts";
import { gvkOf } from "../../kube/index.ts";
import { createLog } from "../../log/index.ts";
import type { CliDeps } from "../deps.ts";
import { addBackupFlags, installationOf, type BackupFlags } from "./backup-flags.ts";

interface ImportFlags extends BackupFlags {
  readonly dryRun?: true;
  readonly prune?: true;
  readonly verbose?: true;
  readonly stopOperation?: true;
  readonly ignoreTracking?: true;
  readonly overrideOnConflict?: true;
  readonly skipResourcesWithLabels?: string;
  readonly skipResourcesWithLabel?: string;
}

export function addImport(admin: Command, deps: CliDeps): void {
  addBackupFlags(admin.command("import <source>"))
    .description("bring an installation to what a file of `admin export`, ours or Argo CD's, says; - is standard input. The file is read as a whole before anything is written")
    .option("--dry-run", "show what would be done")
    .option("--prune", "delete Secrets, projects and applications that are not in the file; what applications manage stays")
    .option("--verbose", "show what is unchanged too, and what differs")
    .option("--stop-operation", "stop syncs")
    .option("--ignore-tracking", "leave the tracking annotation and label of what is there")
    .option("--override-on-conflict", "write over what changes meanwhile")
    .option("--skip-resources-with-labels <labels>", "leave objects alone that have one of these labels: key or key=value")
    .addOption(new Option("--skip-resources-with-label <label>", "the same, by its older name").hideHelp())
    .action((source: string, flags: ImportFlags) => importBackup(deps, source, flags));
}

async function importBackup(deps: CliDeps, source: string, flags: ImportFlags): Promise<void> {
  const ctx = { signal: deps.signal, log: createLog({ level: "warn" }) };
  const wanted = parseBackup(await deps.readFile(source), { file: source === "-" ? "standard input" : source, namespace: flags.namespace });
  const client = await deps.openCluster(flags);
  const { objects, isServed } = await fetchInstallation(ctx, client, installationOf(flags));
  const plan = planImport(objects, wanted, {
    prune: flags.prune === true,
    stopOperation: flags.stopOperation === true,
    ignoreTracking: flags.ignoreTracking === true,
    skipLabels: [flags.skipResourcesWithLabels, flags.skipResourcesWithLabel].flatMap((list) => list?.split(",") ?? []).map((label) => label.trim()),
    isServed,
  });
  const show = (step: ImportStep): void => deps.stdout.write(formatStep(step, { isDryRun: flags.dryRun === true, isVerbose: flags.verbose === true }));
  if (flags.dryRun === true) plan.forEach(show);
  else await applyImport(ctx, client, plan, { overrideOnConflict: flags.overrideOnConflict === true, onDone: show });
  deps.stdout.write(`${summarize(plan)}${flags.dryRun === true ? " (dry run)" : ""}\n`);
}

interface FormatOptions {
  readonly isDryRun: boolean;
  readonly isVerbose: boolean;
}

/** Argo CD's lines. */
function formatStep(step: ImportStep, { isDryRun, isVerbose }: FormatOptions): string {
  const name = `${gvkOf(step.object).group}/${step.object.kind} ${step.object.metadata.name}`;
  const placed = `${name} in namespace ${step.object.metadata.namespace}`;
  const ending = isDryRun ? " (dry run)" : "";
  switch (step.kind) {
    case "create":
      return `${placed} created${ending}\n`;
    case "update":
      return `${placed} updated${ending}${isVerbose ? `: ${step.fields.join(", ")}` : ""}\n`;
    case "unchanged":
      return isVerbose ? `${name} unchanged${ending}\n` : "";
    case "prune":
      return `${name} pruned${ending}\n`;
    case "needsPruning":
      return `${name} needs pruning\n`;
    case "skip":
      return `Skipping ${placed}: ${step.reason}\n`;
  }
}

const words: readonly (readonly [ImportStep["kind"], string])[] = [
  ["create", "created"],
  ["update", "updated"],
  ["unchanged", "unchanged"],
  ["prune", "pruned"],
  ["needsPruning", "not in the file"],
  ["skip", "skipped"],
];

function summarize(plan: readonly ImportStep[]): string {
  const counts = words.map(([kind, word]) => ({ word, count: plan.filter((step) => step.kind === kind).length }));
  const said = counts.filter(({ count }) => count > 0).map(({ word, count }) => `${count} ${word}`);
  return said.length === 0 ? "Nothing to do" : said.join(", ");
}
