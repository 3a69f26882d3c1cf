import { Option, type Command } from "commander";
import { createTwoFilesPatch } from "diff";
import type { ManagedResource } from "../../api/index.ts";
import { stringifyYaml } from "../../kube/yaml/index.ts";
import { connectFrom } from "../connect.ts";
import type { CliDeps } from "../deps.ts";
import { parseCount, parseTruth } from "../flags.ts";
import { refreshOf, type RefreshFlags } from "./refresh-flags.ts";

interface DiffOptions extends RefreshFlags {
  readonly exitCode: boolean;
  readonly diffExitCode: number;
}

export function addAppDiff(app: Command, deps: CliDeps): void {
  app
    .command("diff <name>")
    .description("show how the cluster differs from Git, Secrets masked: exit code 1 when it does")
    .option("--refresh", "compare with the newest commit first")
    .addOption(new Option("--hard-refresh", "render again, too").conflicts("refresh"))
    .option("--exit-code <bool>", "false: exit 0 also when there are differences", parseTruth, true)
    .option("--diff-exit-code <code>", "exit code when there are differences", parseCount, 1)
    .action(async (name: string, options: DiffOptions, command: Command) => {
      const client = await connectFrom(command, deps);
      const refresh = refreshOf(options);
      if (refresh.refresh !== undefined) await client.fetchApplication(name, { signal: deps.signal, ...refresh });
      const resources = await client.fetchManagedResources(name, deps);
      const changed = resources.filter((resource) => resource.modified && resource.hook !== true);
      for (const resource of changed) deps.stdout.write(formatDifference(resource));
      if (changed.length > 0 && options.exitCode) deps.setExitCode(options.diffExitCode);
    });
}

/** A heading like Argo CD's, then a unified diff from live to desired. */
function formatDifference(resource: ManagedResource): string {
  const patch = createTwoFilesPatch("live", "desired", toYaml(resource.normalizedLiveState), toYaml(resource.predictedLiveState), "", "", { context: 3 });
  const [, ...body] = patch.split("\n");
  return `\n===== ${resource.group}/${resource.kind} ${resource.namespace}/${resource.name} ======\n${body.join("\n")}`;
}

function toYaml(state: string): string {
  return state === "" || state === "null" ? "" : stringifyYaml(JSON.parse(state));
}
