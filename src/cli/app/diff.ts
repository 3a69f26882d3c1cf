import { Option, type Command } from "commander";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { appNamespaceOption, parseCount, parseTruth } from "../flags.ts";
import { fetchDifferences } from "./fetch-differences.ts";
import { refreshOf, type RefreshFlags } from "./refresh-flags.ts";
import type { LocalFlags } from "./render-local.ts";
import { addRevisionFlags, type RevisionFlags } from "./revision-choice.ts";
import { qualify } from "./select-names.ts";
import { showDifference } from "./show-difference.ts";

interface DiffOptions extends RefreshFlags, LocalFlags, RevisionFlags {
  readonly appNamespace?: string;
  readonly exitCode: boolean;
  readonly diffExitCode: number;
}

export function addAppDiff(app: Command, deps: CliDeps): void {
  const command = app
    .command("diff <name>")
    .description("show how the cluster differs from Git, Secrets masked: exit code 1 when it does")
    .addOption(appNamespaceOption())
    .option("--refresh", "compare with the newest commit first")
    .addOption(new Option("--hard-refresh", "render again, too").conflicts("refresh"))
    .option("--local <folder>", "compare with a folder of this machine, committed or not; Secrets are left out")
    .option("--local-repo-root <folder>", "root of the repository of --local; found by its .git when left out")
    .addOption(new Option("--exit-code [bool]", "false: exit 0 also when there are differences").argParser(parseTruth).default(true).preset("true"))
    .option("--diff-exit-code <code>", "exit code when there are differences", parseCount, 1);
  addRevisionFlags(command, "compare with this revision; Secrets are left out");
  addArgoFlags(command);
  command.action(async (given: string, options: DiffOptions, self: Command) => {
    const client = await connectFrom(self, deps);
    const application = await client.fetchApplication(qualify(given, options.appNamespace), { signal: deps.signal, ...refreshOf(options) });
    const changed = await fetchDifferences(client, deps, { application, flags: options });
    for (const resource of changed) await showDifference(deps, resource);
    if (changed.length > 0 && options.exitCode) deps.setExitCode(options.diffExitCode);
  });
}

/** What Argo CD needs to be told: here manifests always go to the server, which asks Kubernetes what would become of them. */
function addArgoFlags(command: Command): void {
  command
    .addOption(new Option("--server-side-generate", "as it always is").hideHelp())
    .addOption(new Option("--server-side-diff", "as it always is").hideHelp())
    .addOption(new Option("--local-include <glob>", "every file is read").hideHelp());
}
